import type { Doctor } from '../../processes/doctor/doctor'
import type { Handlers } from '../handlers'

/** Checks the machine; how it goes is told by `doctor.changed`. */
export function doctorHandlers(doctor: Doctor): Pick<Handlers, 'doctor.report' | 'doctor.check'> {
  return {
    'doctor.report': () => ({ diagnosis: doctor.report }),
    'doctor.check': () => {
      void doctor.check()
      return {}
    },
  }
}
