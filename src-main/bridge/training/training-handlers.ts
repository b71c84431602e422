import type { TrainingJobs } from '../../processes/jobs/job-queue'
import type { Handlers } from '../handlers'

type TrainingRequest =
  | 'training.queue'
  | 'training.start'
  | 'training.resume-run'
  | 'training.pause'
  | 'training.resume'
  | 'training.stop'
  | 'training.remove'
  | 'training.move'
  | 'training.view'

const DONE = {}

/** Answers what windows ask of jobs. */
export function trainingHandlers(jobs: TrainingJobs): Pick<Handlers, TrainingRequest> {
  return {
    'training.queue': () => jobs.queue(),
    'training.start': (newRun) => ({ job: jobs.start(newRun) }),
    'training.resume-run': async ({ run }) => ({ job: await jobs.resumeRun(run) }),
    'training.pause': ({ job }) => {
      jobs.pause(job)
      return DONE
    },
    'training.resume': ({ job }) => {
      jobs.resume(job)
      return DONE
    },
    'training.stop': ({ job, after }) => {
      jobs.stop(job, after)
      return DONE
    },
    'training.remove': ({ job }) => {
      jobs.remove(job)
      return DONE
    },
    'training.move': ({ job, position }) => {
      jobs.move(job, position)
      return DONE
    },
    'training.view': ({ job }) => jobs.view(job),
  }
}
