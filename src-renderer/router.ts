import { createRouter, createWebHashHistory } from 'vue-router'
import TrainView from './views/train/TrainView.vue'
import SettingsView from './views/settings/SettingsView.vue'

/** The address is behind the hash, so that it works under `app://` and under any path. */
export function createWindowRouter() {
  return createRouter({
    history: createWebHashHistory(),
    routes: [
      { path: '/train', name: 'train', component: TrainView },
      { path: '/settings', name: 'settings', component: SettingsView },
      { path: '/:rest(.*)*', redirect: '/train' },
    ],
  })
}
