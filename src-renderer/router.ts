import { createRouter, createWebHashHistory } from 'vue-router'
import TrainView from './views/train/TrainView.vue'
import DataView from './views/data/DataView.vue'
import ResultsView from './views/results/ResultsView.vue'
import RunsView from './views/runs/RunsView.vue'
import EventView from './views/sketch/event/EventView.vue'
import SketchView from './views/sketch/SketchView.vue'
import SettingsView from './views/settings/SettingsView.vue'

/** The address is behind the hash, so that it works under `app://` and under any path. */
export function createWindowRouter() {
  return createRouter({
    history: createWebHashHistory(),
    routes: [
      { path: '/train', name: 'train', component: TrainView },
      // Which measurement: the run's id, or `elsewhere`, and its file; the newest where left out.
      { path: '/results/:run?/:file?', name: 'results', component: ResultsView },
      { path: '/sketch', name: 'sketch', component: SketchView },
      // The pad alone, for events: an address of its own, so that it stays after a reload.
      { path: '/event', name: 'event', component: EventView },
      { path: '/runs', name: 'runs', component: RunsView },
      { path: '/data/:dataset?/:split?', name: 'data', component: DataView },
      { path: '/settings', name: 'settings', component: SettingsView },
      { path: '/:rest(.*)*', redirect: '/train' },
    ],
  })
}
