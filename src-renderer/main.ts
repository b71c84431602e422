import { connectBridge } from './bridge/connect'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { createWindowRouter } from './router'
import { useAppStore } from './stores/app'
import { useConnectionStore } from './stores/connection'
import { useDatasetsStore } from './stores/datasets'
import { useDevicesStore } from './stores/devices'
import { useDoctorStore } from './stores/doctor'
import { useExperimentStore } from './stores/experiment'
import { useFaultStore } from './stores/fault'
import { useFetchesStore } from './stores/fetches'
import { usePlanStore } from './stores/plan'
import { usePreferencesStore } from './stores/preferences'
import { useSamplesStore } from './stores/samples'
import { useTrainingStore } from './stores/training'
import { BRIDGE } from './stores/use-bridge'
import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'

function start(): void {
  // First: it takes the token out of the address, which is the router's from then on.
  const bridge = connectBridge()
  const app = createApp(App)
  app.provide(BRIDGE, bridge)
  app.use(createPinia())

  const fault = useFaultStore()
  app.config.errorHandler = (thrown) => fault.report(thrown)
  window.addEventListener('error', ({ error, message }) => fault.report(error ?? message))
  window.addEventListener('unhandledrejection', ({ reason }) => fault.report(reason))

  const stores = [
    useConnectionStore(),
    usePreferencesStore(),
    useAppStore(),
    useTrainingStore(),
    useDatasetsStore(),
    useFetchesStore(),
    useDoctorStore(),
    useDevicesStore(),
    usePlanStore(),
    useSamplesStore(),
    useExperimentStore(),
  ]
  // They end with the window.
  for (const store of stores) store.begin()

  app.use(createWindowRouter())
  app.mount('#app')
}

start()
