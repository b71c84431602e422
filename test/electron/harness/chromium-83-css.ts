import cascadeLayers from '@csstools/postcss-cascade-layers'
import postcss, { type Declaration, type Root } from 'postcss'
import type { Plugin } from 'vite'

const FLEX = /(^|;)display:\s*(inline-)?flex/
/** `color-mix` with a variable in it, which no build can compute: its first colour. */
const COLOR_MIX =
  /color-mix\(in [\w-]+,\s*(var\([^()]*\)|[^,()]+?)(?:\s+[\d.]+%)?\s*,[^()]*(?:\([^()]*\)[^()]*)*\)/g

/** What lightningcss leaves as it is, over the finished sheet: an approximation that things are clickable in. */
export const chromium83Css: Plugin = {
  name: 'chromium-83-css',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    async handler(_options, bundle) {
      for (const item of Object.values(bundle)) {
        if (item.type !== 'asset' || !item.fileName.endsWith('.css')) continue
        const passes = [cascadeLayers(), { postcssPlugin: 'chromium-83', Once: approximate }]
        const sheet = await postcss(passes).process(String(item.source), { from: undefined })
        item.source = sheet.css
      }
    },
  },
}

function approximate(root: Root): void {
  root.walkRules((rule) => {
    rule.selector = rule.selector.replaceAll(':where(', ':-webkit-any(')
  })
  root.walkDecls((declaration) => {
    declaration.value = declaration.value
      .replace(/(\d)[dsl]v([hw])\b/g, '$1v$2')
      .replace(COLOR_MIX, '$1')
    if (declaration.prop === 'gap') spaceByMargins(declaration)
  })
}

/** Flex boxes have a gap since Chromium 84: half of it around the children keeps them apart. */
function spaceByMargins(gap: Declaration): void {
  const rule = gap.parent
  if (rule?.type !== 'rule' || !('selectors' in rule) || !FLEX.test(rule.nodes.join(';'))) return
  const children = rule.selectors.map((selector) => `${selector} > *`).join(',')
  // Of rows and of columns, in the order of margins.
  const halves = gap.value.split(/\s+(?![^(]*\))/).map((one) => `calc(${one} / 2)`)
  const margin = { prop: 'margin', value: halves.join(' ') }
  rule.after(postcss.rule({ selector: children }).append(margin))
}
