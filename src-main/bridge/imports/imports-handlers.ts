import { importedName } from '../../core/datasets/import/imported-name'
import { GlyphlabError } from '../../core/errors'
import { importText } from '../../processes/import-words'
import type { DatasetImports } from '../../processes/dataset-imports'
import type { Capabilities } from '../capabilities'
import { requireUnused, type DatasetUsers } from '../datasets/dataset-in-use'
import type { WindowEvents } from '../events'
import type { HandedOverFiles } from '../hand-over/handed-over-files'
import type { Handlers } from '../handlers'

export interface ImportsDependencies {
  readonly imports: DatasetImports
  readonly handedOver: HandedOverFiles
  readonly events: WindowEvents
  readonly capabilities: Pick<Capabilities, 'chooseFile' | 'chooseFolder'>
  readonly users: DatasetUsers
}

type ImportsRequest = Extract<keyof Handlers, `imports.${string}` | 'handed-over.withdraw'>

/** Takes the user's files into the data home; how it goes is told by `imports.changed`. */
export function importsHandlers({
  imports,
  handedOver,
  events,
  capabilities,
  users,
}: ImportsDependencies): Pick<Handlers, ImportsRequest> {
  return {
    'imports.choose': async ({ what }, caller) => {
      const { chooseFile, chooseFolder } = capabilities
      if (chooseFile === undefined || chooseFolder === undefined)
        throw new GlyphlabError('not-possible-here', 'a browser has a dialog of its own')
      const choose = {
        file: () => chooseFile('data'),
        run: () => chooseFile('run'),
        folder: () => chooseFolder('data'),
      }
      const path = await choose[what]()
      return { handedOver: path === null ? null : await handedOver.add([path], caller.id) }
    },
    'handed-over.withdraw': async ({ handedOver: id }, caller) => {
      await handedOver.withdraw(id, caller.id)
      return {}
    },
    'imports.start': async ({ handedOver: id, options }) => {
      const { name: from } = handedOver.describe(id)
      const path = handedOver.pathOf(id)
      try {
        const name = importedName(path, {
          name: options.name ?? undefined,
          split: options.split ?? undefined,
        })
        if (options.replace) await requireUnused(name, users)
        const onEnded = async (isStored: boolean) => {
          // What went wrong can be tried again, under another name, say.
          if (!isStored) return handedOver.letGo(id)
          await handedOver.release(id)
          events.tell('datasets.changed', {})
        }
        imports.start({ path, from, isCopy: handedOver.isCopy(id), options, onEnded })
      } catch (error) {
        await handedOver.letGo(id)
        if (!(error instanceof GlyphlabError)) throw error
        const words = (text: string) => importText(text, path, from)
        throw new GlyphlabError(error.code, words(error.message), words(error.hint))
      }
      return {}
    },
    'imports.stop': async () => {
      await imports.stop()
      return {}
    },
    'imports.state': () => imports.state,
  }
}
