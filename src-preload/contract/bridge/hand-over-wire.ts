import { z } from 'zod'

/** Channel of Electron's IPC: the preload tells where the files lie that the user gave to the page. */
export const HAND_OVER_CHANNEL = 'glyphlab:hand-over'
export const handedPathsSchema = z.tuple([z.string().min(1).max(4096)], z.string().min(1).max(4096))

/**
 * Where on its server a window sends files to, by POST, each answered with an `Answer` as JSON:
 *
 * - the path itself, with {@link uploadStartSchema}: `{ upload }`, an id
 * - `<path>/<upload>`, with pieces of files: `{}`
 * - `<path>/<upload>/end`: what was handed over
 *
 * A piece is the length of its head (4 bytes, little endian), its head ({@link pieceHeadSchema} as JSON), and its
 * bytes. Pieces of a file follow one another, and files one another.
 */
export const HAND_OVER_PATH = '/hand-over'
/** Where a window fetches a file that was made for it, by GET: `<path>/<id>`; gone once it was fetched. */
export const OFFERED_PATH = '/offered'
/** Headers: `Bearer <token>`, and which window it is. */
export const TOKEN_HEADER = 'authorization'
export const WINDOW_HEADER = 'x-glyphlab-window'
/** WebSocket subprotocol by which a window says which one it is: behind this prefix. */
export const WINDOW_PREFIX = 'window.'
export const windowIdSchema = z.string().regex(/^[0-9a-f]{32}$/)

/** More than any data set of pictures has. */
const MOST_FILES = 1_000_000
/** In bytes, of one request: so much comes within seconds over slow lines, too. */
export const REQUEST_BYTES = 2 ** 20
/** What a head takes at most: a path of 4,096 characters, and figures. */
export const LONGEST_HEAD = 32_768

export const uploadStartSchema = z.strictObject({
  files: z.int().min(1).max(MOST_FILES),
  bytes: z.int().min(0),
})
export type UploadStart = Readonly<z.infer<typeof uploadStartSchema>>

export const pieceHeadSchema = z.strictObject({
  /** From the dropped folder on, with `/`. */
  path: z.string().min(1).max(4096),
  /** Where in the file the piece begins. */
  offset: z.int().min(0),
  bytes: z.int().min(0),
})
export type PieceHead = Readonly<z.infer<typeof pieceHeadSchema>>

export const uploadStartedSchema = z.strictObject({ upload: z.uuid() })
