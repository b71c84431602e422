/** Every text of menus, dialogs and notifications of the system; the window's own are src-renderer/strings. */
export const TEXTS = {
  name: 'Glyphlab',
  menu: {
    file: 'File',
    training: 'Training',
    help: 'Help',
    view: 'View',
    settings: 'Settings…',
    train: 'Train',
    results: 'Results',
    sketch: 'Sketch',
    runs: 'Runs',
    data: 'Data',
    start: 'Start',
    pause: 'Pause or resume',
    stop: 'Stop…',
    log: 'Log',
    eventMode: 'Event mode',
    shortcuts: 'Keyboard shortcuts',
    showLogs: 'Show logs',
    about: 'About Glyphlab',
  },
  about: 'Trains and inspects recognisers of handwritten characters on your own machine, offline.',
  chooseFolder: { title: 'A folder of images', buttonLabel: 'Use this folder' },
  chooseRuntime: { title: 'A folder with a packed runtime', buttonLabel: 'Install from here' },
  chooseFile: { title: 'A file of images or of predictions', buttonLabel: 'Use this file' },
  chooseRun: { title: 'A run that was exported', buttonLabel: 'Import' },
  saveRun: { title: 'Export a run', buttonLabel: 'Export' },
  runFiles: 'Runs of Glyphlab',
  closing: {
    message: 'A run is training.',
    /** @param waiting runs that have not begun */
    detail: (waiting: number) => {
      const goesOn =
        'Without its window it goes on, and Glyphlab ends with it; start Glyphlab again to see it.'
      if (waiting === 0) return goesOn
      const those = waiting === 1 ? 'the run that waits' : `the ${waiting} runs that wait`
      return `${goesOn} To stop after this epoch takes ${those} out of the queue.`
    },
    background: 'Keep training in the background',
    stopAfterEpoch: 'Stop after this epoch',
    cancel: 'Cancel',
  },
  quitting: {
    message: 'A run is training.',
    /** @param waiting runs that have not begun */
    detail: (waiting: number) => {
      const stops = 'It stops after the step in hand. Nothing of it is lost: it can be resumed.'
      if (waiting === 0) return stops
      return `${stops} ${waiting === 1 ? 'The run that waits is' : `The ${waiting} runs that wait are`} kept.`
    },
    stop: 'Stop and quit',
    cancel: 'Cancel',
  },
  inBackground: {
    title: 'Training goes on in the background',
    body: 'Start Glyphlab again to see it.',
  },
  runEnded: {
    finished: 'Training has ended',
    stopped: 'Training was stopped',
    failed: 'Training failed',
    accuracy: (percent: string, dataset: string) => `${percent} % of the test part of ${dataset}`,
    resumable: 'What it has done is kept: the run can be resumed.',
  },
  crashing: {
    message: 'The window has ended several times in a row.',
    detail: 'What trains goes on. The cause is in the logs.',
    reload: 'Open it again',
    close: 'Close it',
  },
  unresponsive: {
    message: 'The window does not respond.',
    detail: 'What trains goes on.',
    wait: 'Wait',
    reload: 'Open it again',
  },
  notStarted: 'Glyphlab cannot start',
  notSaved: (name: string) => `${name} could not be saved`,
  notSavedDetail: 'Free some space, or choose another folder, and save it again.',
} as const
