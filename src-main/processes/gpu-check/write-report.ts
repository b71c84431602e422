import { join } from 'node:path'
import { gpuCheckReportSchema, type GpuCheckReport } from '../../../src-preload/contract/gpu-check'
import { writeFileAtomically } from '../../core/files/atomic-write'
import { writeError } from '../../core/files/file-error'
import { jsonText } from '../../core/files/json-text'
import { makeFolder } from '../../core/files/make-folder'
import { reportText } from './report-text'
import { withoutNames, type Names } from './without-names'

export interface WrittenReport {
  readonly report: GpuCheckReport
  readonly text: string
  readonly files: readonly [json: string, markdown: string]
}

/**
 * Writes a report as JSON and as Markdown, to be sent to somebody: neither names the user or a folder of theirs.
 * @throws GlyphlabError `disk-full` or `output-failed`
 */
export async function writeReport(
  found: GpuCheckReport,
  folder: string,
  names: Names,
): Promise<WrittenReport> {
  const report = withoutNamesInErrors(found, names)
  const text = reportText(report)
  try {
    await makeFolder(folder)
  } catch (cause) {
    throw writeError(folder, cause)
  }
  const name = `gpu-check-${report.checkedAt.replaceAll(/[-:]/g, '').slice(0, 15)}`
  const files = [join(folder, `${name}.json`), join(folder, `${name}.md`)] as const
  await writeFileAtomically(files[0], jsonText(report))
  await writeFileAtomically(files[1], text)
  return { report, text, files }
}

/** Names come in what is said of a fault alone: the rest are numbers, and words of ours. */
function withoutNamesInErrors(report: GpuCheckReport, names: Names): GpuCheckReport {
  const said = (key: string, value: unknown): unknown =>
    typeof value === 'string' && (key === 'message' || key === 'hint')
      ? withoutNames(value, names)
      : value
  return gpuCheckReportSchema.parse(JSON.parse(JSON.stringify(report), said))
}
