import type { RegisterCommand } from './command'
import { addCorrect } from './data-correct'
import { addCorrections } from './data-corrections'
import { addGet } from './data-get'
import { addImport } from './data-import'
import { addList } from './data-list'
import { addMake } from './data-make'
import { addRemove } from './data-remove'
import { addShow } from './data-show'
import { addVerify } from './data-verify'

export const registerData: RegisterCommand = (program, context) => {
  const data = program
    .command('data')
    .description('get, import, look into and correct data sets')
    .helpCommand(false)
  addList(data, context)
  addGet(data, context)
  addImport(data, context)
  addMake(data, context)
  addShow(data, context)
  addCorrect(data, context)
  addCorrections(data, context)
  addVerify(data, context)
  addRemove(data, context)
}
