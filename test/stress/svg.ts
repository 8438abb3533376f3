import type { Plot } from './scenario';

const WIDTH = 640;
const HEIGHT = 260;
const MARGIN = { top: 34, right: 130, bottom: 40, left: 62 };
const COLOURS = ['#1f6feb', '#cf222e', '#1a7f37', '#9a6700'];
const TICKS = 5;

/** A plot as SVG: both axes from zero, the largest value at the end of its axis. */
export function svgOf({ title, x, y, lines }: Plot): string {
  const points = lines.flatMap((line) => line.points);
  const right = niceAbove(Math.max(1e-9, ...points.map(([at]) => at)));
  const top = niceAbove(Math.max(1e-9, ...points.map(([, value]) => value)));
  const inner = {
    width: WIDTH - MARGIN.left - MARGIN.right,
    height: HEIGHT - MARGIN.top - MARGIN.bottom,
  };
  const px = (at: number): string => (MARGIN.left + (at / right) * inner.width).toFixed(1);
  const py = (value: number): string => (MARGIN.top + (1 - value / top) * inner.height).toFixed(1);
  const steps = Array.from({ length: TICKS + 1 }, (_, n) => n / TICKS);
  const parts = [
    text(MARGIN.left, 18, title, 'font-weight="bold"'),
    ...steps.flatMap((step) => [
      `<line x1="${px(0)}" x2="${px(right)}" y1="${py(step * top)}" y2="${py(step * top)}" stroke="#d0d7de"/>`,
      text(MARGIN.left - 6, Number(py(step * top)) + 4, short(step * top), 'text-anchor="end"'),
      text(
        Number(px(step * right)),
        HEIGHT - MARGIN.bottom + 16,
        short(step * right),
        'text-anchor="middle"',
      ),
    ]),
    text(WIDTH - MARGIN.right, HEIGHT - 8, x, 'text-anchor="end"'),
    text(8, 32, y),
    ...lines.flatMap(({ name, points: of }, n) => {
      const colour = COLOURS[n % COLOURS.length]!;
      const path = of.map(([at, value]) => `${px(at)},${py(value)}`).join(' ');
      return [
        `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="1.5"/>`,
        ...(of.length > 40
          ? []
          : of.map(([at, value]) => `<circle cx="${px(at)}" cy="${py(value)}" r="2.5" fill="${colour}"/>`)),
        text(WIDTH - MARGIN.right + 10, MARGIN.top + 10 + n * 18, shortName(name), `fill="${colour}"`),
      ];
    }),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="11"><rect width="100%" height="100%" fill="#fff"/>${parts.join('')}</svg>\n`;
}

const text = (x: number, y: number, words: string, more = ''): string =>
  `<text x="${x}" y="${y}" ${more}>${words.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`)}</text>`;

/** The next of 1, 2, 5, 10 … times a power of ten. */
function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 5].find((step) => step * power >= value) ?? 10);
}

function short(value: number): string {
  if (value >= 1e6) return `${Number((value / 1e6).toFixed(1))}M`;
  if (value >= 1e4) return `${Number((value / 1e3).toFixed(1))}k`;
  return String(Number(value.toFixed(2)));
}

const shortName = (name: string): string => (name.length > 20 ? `${name.slice(0, 19)}…` : name);
