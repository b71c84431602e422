import { formatLoss, formatPercent } from './format'

/** Texts of the frame around the screens. */
export const SHELL = {
  name: 'Glyphlab',
  screens: 'Screens',
  train: 'Train',
  results: 'Results',
  sketch: 'Sketch',
  runs: 'Runs',
  data: 'Data',
  settings: 'Settings',
  toRun: 'Go to the run at work',
  ring: { running: 'Training', paused: 'Paused', other: 'Preparing' },
  ringLabel: (epoch: number, epochs: number, share: number) =>
    `Epoch ${epoch} of ${epochs}, ${formatPercent(share, 0)} done`,
  needsCare: 'needs attention',
  theme: { light: 'Change to dark', dark: 'Change to light' },
  shortcuts: 'Keyboard shortcuts',
  connection: {
    connecting: 'Connecting',
    connected: 'Connected',
    lost: 'Reconnecting',
    refused: 'Refused',
  },
  downloads: (count: number) => (count === 1 ? '1 download' : `${count} downloads`),
  lost: 'The connection to Glyphlab is lost. Reconnecting; every checkpoint is kept.',
  refusedTitle: 'This address does not open Glyphlab.',
  refused:
    'Its token is missing or of an earlier start. Open the address that “glyphlab serve” prints, or the window anew.',
  fault: 'Something in this window failed. What is running goes on; nothing is lost.',
  reload: 'Reload the window',
  dismiss: 'Close this note',
  title: (share: number | null, words: string) =>
    share === null ? `${words} · Glyphlab` : `${formatPercent(share, 0)} · ${words} · Glyphlab`,
  titleEpoch: (epoch: number, epochs: number) => `epoch ${epoch} of ${epochs}`,
  epochEnded: (epoch: number, epochs: number, accuracy: number, loss: number, isBest: boolean) =>
    `Epoch ${epoch} of ${epochs}: validation accuracy ${formatPercent(accuracy)}, loss ${formatLoss(loss)}${isBest ? ', the best so far' : ''}.`,
  ended: {
    finished: 'The run has finished.',
    stopped: 'The run has stopped.',
    failed: 'The run has failed.',
    paused: 'The run is paused.',
  },
  stop: {
    title: 'Stop this run?',
    description: 'What it has learnt is saved, and it can be resumed later.',
    afterEpoch: 'After this epoch',
    afterStep: 'Stop now',
    cancel: 'Do not stop',
  },
  close: 'Close',
  shortcutsTitle: 'Keyboard shortcuts',
} as const
