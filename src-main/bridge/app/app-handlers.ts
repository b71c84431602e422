import { version } from '../../../package.json'
import type { ParsedParams } from '../../../src-preload/contract/bridge/requests'
import { assertNever, GlyphlabError } from '../../core/errors'
import { folderOfSource } from '../../core/datasets/dataset-folder'
import { isFolder } from '../../core/files/is-folder'
import { readLicences } from '../../core/licences'
import { reportsFolder } from '../../processes/gpu-check/gpu-check'
import type { Capabilities } from '../capabilities'
import type { KnownDatasets } from '../datasets/known-datasets'
import type { Caller, Handlers } from '../handlers'
import type { Log } from '../log'
import { runFolderOf } from '../runs/run-folder-of'

export interface AppDependencies {
  readonly home: string
  readonly face: Caller['face']
  readonly capabilities: Capabilities
  readonly log: Log
  readonly datasets: Pick<KnownDatasets, 'require'>
}

/** What the program is, and what concerns the window itself. */
export function appHandlers({
  home,
  face,
  capabilities,
  log,
  datasets,
}: AppDependencies): Pick<
  Handlers,
  'app.info' | 'app.licences' | 'app.reveal' | 'app.lock-screen' | 'app.report-fault'
> {
  const { chooseFolder, reveal, logsFolder, lockScreen } = capabilities
  return {
    'app.info': () => ({
      version,
      face,
      platform: process.platform,
      dataHome: home,
      can: {
        chooseFolder: chooseFolder !== undefined,
        reveal: reveal !== undefined,
        quit: face === 'desktop',
        lockScreen: lockScreen !== undefined,
      },
    }),
    'app.licences': () => readLicences(),
    'app.reveal': async (params) => {
      const folder = reveal && (await folderOf(params))
      if (reveal === undefined || folder === undefined)
        throw new GlyphlabError('not-possible-here', 'a browser cannot open folders')
      if (params.what === 'run' && !(await isFolder(folder)))
        throw new GlyphlabError('run-missing', `there is no run ${params.run}`)
      if (params.what === 'dataset' && !(await isFolder(folder)))
        throw new GlyphlabError('dataset-missing', `there are no files of ${params.dataset} yet`)
      await reveal(folder)
      return {}
    },
    'app.lock-screen': ({ isLocked }) => {
      if (lockScreen === undefined)
        throw new GlyphlabError('not-possible-here', 'a browser has a full screen of its own')
      lockScreen(isLocked)
      return {}
    },
    'app.report-fault': ({ message, stack }, caller) => {
      log.write('error', 'window', message, { caller: caller.id, stack })
      return {}
    },
  }

  async function folderOf(params: ParsedParams<'app.reveal'>): Promise<string | undefined> {
    switch (params.what) {
      case 'data-home':
        return home
      case 'logs':
        return logsFolder
      case 'reports':
        return reportsFolder(home)
      case 'run':
        return runFolderOf(home, params.run)
      case 'dataset':
        datasets.require(params.dataset)
        return folderOfSource(params.dataset, home)
      default:
        return assertNever(params)
    }
  }
}
