import { describe, expect, test } from 'vitest'
import { pictureToSvg } from './marks-to-svg'
import { shifted, type Mark, type MarkStyle } from './marks'

const grey = '#777777'
const style: MarkStyle = {
  colours: {
    training: '#bb6600',
    validation: '#0e6f62',
    accent: grey,
    'on-accent': grey,
    ink: '#17201d',
    'ink-2': grey,
    'ink-3': grey,
    'line-2': grey,
    grid: grey,
    sunken: grey,
    surface: '#ffffff',
    'heat-0': '#ffffff',
    'series-1': grey,
    'series-2': grey,
    'series-3': '#2a6ace',
    'series-4': grey,
    'series-5': grey,
    'series-6': grey,
  },
  fontFamily: '"A Font", serif',
  monoFamily: '"Another", monospace',
  heat: { ramp: ['#ffffff', '#000000'], flip: 0.5 },
  fontSize: 11,
}
const svgOf = (...marks: Mark[]) =>
  pictureToSvg({ width: 20, height: 10, title: 'L & A', marks }, style)

describe('a picture as SVG', () => {
  test.each<[string, Mark, string]>([
    [
      'a faint line',
      { kind: 'line', points: [0, 1.234, 5, 6], tone: 'training', width: 1, opacity: 0.28 },
      '<path d="M0 1.23L5 6" fill="none" stroke="#bb6600" stroke-width="1" stroke-linejoin="round" opacity="0.28"/>',
    ],
    [
      'a dashed line',
      { kind: 'line', points: [0, 1, 0, 2], tone: 'training', width: 1, dash: [2, 3] },
      'stroke-dasharray="2 3"/>',
    ],
    [
      'an area about a curve',
      {
        kind: 'polygon',
        points: [0, 1, 5, 2, 5, 4],
        tone: 'series-3',
        opacity: 0.2,
        clip: { x: 0, y: 0, width: 9, height: 9 },
      },
      '<path d="M0 1L5 2L5 4Z" fill="#2a6ace" opacity="0.2" clip-path="url(#c0)"/>',
    ],
    [
      'a round marker',
      { kind: 'disc', x: 1, y: 2, radius: 3, fill: 'surface', edge: 'validation', edgeWidth: 2 },
      '<circle cx="1" cy="2" r="3" fill="#ffffff" stroke="#0e6f62" stroke-width="2"/>',
    ],
    [
      'a triangle that points down',
      { kind: 'triangle', x: 4, y: 5, size: 4, tone: 'ink' },
      '<path d="M0 0L8 0L4 5Z" fill="#17201d"/>',
    ],
    [
      'cells of a heatmap, which say what they are',
      {
        kind: 'cells',
        side: 4,
        cells: [
          { x: 1, y: 2, level: 0.5, title: '1 & l' },
          { x: 5, y: 2, level: 1 },
        ],
      },
      '<rect x="1" y="2" width="4" height="4" fill="#808080"><title>1 &amp; l</title></rect>\n' +
        '<rect x="5" y="2" width="4" height="4" fill="#000000"/>',
    ],
    [
      'a class that reads upwards',
      {
        kind: 'text',
        x: 1,
        y: 2,
        text: 'Ü',
        tone: 'ink',
        align: 'right',
        isMono: true,
        isUpward: true,
      },
      '<text x="1" y="2" text-anchor="end" font-family="&quot;Another&quot;, monospace" transform="rotate(-90 1 2)" fill="#17201d">Ü</text>',
    ],
    [
      'text that would end an element',
      { kind: 'text', x: 1, y: 2, text: '<b> & "c"', tone: 'ink', align: 'right', isStrong: true },
      '<text x="1" y="2" text-anchor="end" font-weight="600" fill="#17201d">&lt;b&gt; &amp; &quot;c&quot;</text>',
    ],
  ])('has %s', (_, mark, expected) => {
    expect(svgOf(mark)).toContain(expected)
  })

  test('cuts lines at the plot they belong to, and names each plot once', () => {
    const clip = { x: 1, y: 2, width: 3, height: 4 }
    const line: Mark = { kind: 'line', points: [0, 0, 1, 1], tone: 'ink', width: 1, clip }
    const svg = svgOf(line, line, { ...line, clip: { ...clip, y: 9 } })
    expect(svg.match(/<clipPath/g)).toHaveLength(2)
    expect(svg.match(/clip-path="url\(#c0\)"/g)).toHaveLength(2)
    expect(svg.match(/clip-path="url\(#c1\)"/g)).toHaveLength(1)
  })

  test('says its size and what it shows', () => {
    expect(svgOf()).toContain('width="20" height="10" viewBox="0 0 20 10"')
    expect(svgOf()).toContain('<title>L &amp; A</title>')
    expect(svgOf()).toContain('font-family="&quot;A Font&quot;, serif"')
  })
})

test('a mark can be moved with all that belongs to it', () => {
  const clip = { x: 1, y: 2, width: 3, height: 4 }
  const line: Mark = { kind: 'line', points: [0, 1, 2, 3], tone: 'ink', width: 1, clip }
  expect(shifted(line, 10, 100)).toEqual({
    ...line,
    points: [10, 101, 12, 103],
    clip: { x: 11, y: 102, width: 3, height: 4 },
  })
})
