// For tools that do not read single-file components; vue-tsc takes the types out of the files themselves.
declare module '*.vue' {
  import type { DefineComponent } from 'vue'
  const component: DefineComponent
  export default component
}
