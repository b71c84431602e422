import { test } from 'vitest'
import { readEmnist } from './emnist'
import { readEmnist as old } from './zz-emnist'
test('x', async () => {
  for (let i=0;i<4;i++) for (const [n,f] of [['old',old],['new',readEmnist]] as const) for (const d of ['/tmp/imp/home/datasets/x','/tmp/imp/gz']) { const t=performance.now(); await f(d); console.log(n,d, performance.now()-t) }
}, 60000)
