import type { Certainty } from '../../src-preload/contract/sketch'
import { formatCount, formatPercent } from './format'

/** Texts of event mode, for visitors but for those of the PIN. */
export const EVENT = {
  title: 'Event mode',
  sheet: 'Sheet to write on',
  attract: 'Write one letter or digit.',
  model: (images: number) =>
    `A neural network that has learnt from ${formatCount(images)} images of characters will read it while you write.`,
  modelUnknown: 'A neural network will read it while you write.',
  /** @param share of images that it had not seen */
  rightOften: (share: number) =>
    `With characters that it had not seen before, it was right about ${Math.min(99, Math.round(share * 100))} times in 100.`,
  tools: 'Finger, pen or mouse: all work.',
  heading: {
    sure: 'I read this as',
    'not-sure': 'Not sure. It could be',
    illegible: 'I cannot read this.',
  } satisfies Readonly<Record<Certainty, string>>,
  sure: (share: number) => `${formatPercent(share, 0)} sure`,
  notSure: (share: number) => formatPercent(share, 0),
  others: { sure: 'or, less likely,', 'not-sure': 'or' },
  illegibleHelp: 'One letter or digit at a time is what I have learnt to read.',
  full: 'This sheet is full.',
  newSheet: 'New sheet',
  undo: 'Undo',
  newSheetIn: (seconds: number) =>
    seconds === 1 ? 'New sheet in 1 second' : `New sheet in ${seconds} seconds`,
  foot: {
    here: 'Glyphlab, on this computer only. Nothing is kept.',
    elsewhere: 'Nothing is kept.',
  },
  fullScreen: 'Full screen',
  mark: 'To leave, hold for three seconds',
  /** Read out, where it is not looked at. */
  said: {
    sure: (name: string, share: number) => `${name}, ${formatPercent(share, 0)} sure.`,
    'not-sure': (name: string) => `Perhaps ${name}.`,
    illegible: () => 'Not a character that I can read.',
  } satisfies Readonly<Record<Certainty, (name: string, share: number) => string>>,
  pin: {
    ask: 'PIN to leave event mode',
    choose: 'Choose a PIN',
    chooseHelp:
      'Four to eight digits. They are asked for before event mode can be left: by holding the mark at the bottom for three seconds, or by Esc pressed twice. Settings shows them again.',
    wrong: 'That is not the PIN.',
    wait: (seconds: number) =>
      seconds === 1 ? 'Wait a second before the next.' : `Wait ${seconds} seconds before the next.`,
    typed: (digits: number) => (digits === 1 ? '1 digit' : `${digits} digits`),
    notKept: 'The PIN could not be kept.',
    erase: 'Erase the last digit',
    leave: 'Leave',
    begin: 'Begin',
    cancel: 'Back',
  },
  settings: {
    title: 'Event mode',
    help: 'The pad alone on the whole screen, for visitors. A sheet that nobody touches for the rest and the countdown is cleared; nothing is kept.',
    pin: 'PIN',
    pinDetail: '4 to 8 digits',
    pinHelp: 'Asked for before event mode is left; chosen when it begins where there is none.',
    pinWrong: 'Four to eight digits, or nothing.',
    rest: 'Rest',
    restHelp: 'So long nobody has touched the screen when the countdown to a clean sheet begins.',
    countdown: 'Countdown',
    countdownHelp: 'Any touch in this time keeps the sheet.',
    seconds: 's',
    begin: 'Begin event mode',
  },
} as const
