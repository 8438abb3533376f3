import { readdirSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../support/server-process';
import { textOf } from './markdown';

const PICTURE = textOf('src/architecture/layers.svg');

it('the picture shows every folder of the code that has modules', () => {
  const folders = readdirSync(path.join(ROOT, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'architecture')
    .map(({ name }) => `src/${name}`);
  const missing = [...folders, 'rest-compat'].filter((folder) => !PICTURE.includes(`>${folder}</text>`));
  expect(missing).toEqual([]);
});

/** Relative luminance (WCAG 2.2) of a colour such as `#1f5c99`. */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

it('its texts read on their boxes, and its arrows on light and on dark pages', () => {
  const boxes = [...PICTURE.matchAll(/<rect [^>]*fill="(#\w{6})"/g)].map(([, colour]) => colour!);
  const text = /text-anchor="middle" fill="(#\w{6})"/.exec(PICTURE)![1]!;
  const arrows = /<g stroke="(#\w{6})"/.exec(PICTURE)![1]!;
  expect(boxes.length).toBeGreaterThan(9);
  for (const box of boxes) expect(contrast(box, text)).toBeGreaterThanOrEqual(4.5);
  for (const page of ['#ffffff', '#0d1117']) expect(contrast(arrows, page)).toBeGreaterThanOrEqual(3);
});

it('it loads nothing', () => {
  const loads = /href=|url\((?!#)|@import|font-face/;
  expect(PICTURE).not.toMatch(loads);
  expect('<image href="x"/>').toMatch(loads);
});
