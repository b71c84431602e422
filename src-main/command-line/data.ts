import type { RegisterCommand } from './command'
import { addList } from './data-list'
import { addMake } from './data-make'
import { addShow } from './data-show'

export const registerData: RegisterCommand = (program, context) => {
  const data = program
    .command('data')
    .description('list, make or show data sets')
    .helpCommand(false)
  addList(data, context)
  addMake(data, context)
  addShow(data, context)
}
