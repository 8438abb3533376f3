import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../support/server-process';
import { MARKDOWN_FILES, textOf } from './markdown';

/** The text without what is code: nothing in there is a link or a heading. */
const prose = (file: string): string =>
  textOf(file)
    .replaceAll(/^```.*?^```$/gms, '')
    .replaceAll(/`[^`\n]*`/g, 'code');

/** The anchors of a file as GitHub makes them of its headings; a second one of a name gets a number. */
function anchorsOf(file: string): Set<string> {
  const headings = textOf(file)
    .replaceAll(/^```.*?^```$/gms, '')
    .matchAll(/^#{1,6} (.*)$/gm);
  const anchors = new Set<string>();
  for (const [, heading] of headings) {
    const slug = heading!
      .toLowerCase()
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-');
    let anchor = slug;
    for (let again = 1; anchors.has(anchor); again++) anchor = `${slug}-${again}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** What is wrong with a link that stands in a file; null: nothing. */
function problemOf(file: string, link: string): string | null {
  const [target = '', anchor] = link.split('#');
  const to = target === '' ? file : path.join(path.dirname(file), target);
  if (to.startsWith('..')) return 'leads out of the repository';
  if (!existsSync(path.join(ROOT, to))) return 'leads nowhere';
  if (anchor === undefined) return null;
  if (statSync(path.join(ROOT, to)).isDirectory() || !to.endsWith('.md'))
    return 'has an anchor and is no Markdown';
  return anchorsOf(to).has(anchor) ? null : `names no heading of ${to}`;
}

const linksOf = (file: string): string[] =>
  [...prose(file).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link]) => link!)
    .filter((link) => !/^[a-z]+:/.test(link));

it('finds links that lead nowhere', () => {
  expect(problemOf('README.md', 'src/nothing.md')).toBe('leads nowhere');
  expect(problemOf('src/README.md', '../README.md#nothing')).toBe('names no heading of README.md');
  expect(problemOf('README.md', '../other/README.md')).toBe('leads out of the repository');
  expect(problemOf('src/README.md', '../README.md#try-it')).toBeNull();
});

it.each(MARKDOWN_FILES)('%s: every link leads somewhere', (file) => {
  const problems = linksOf(file).flatMap((link) => {
    const problem = problemOf(file, link);
    return problem === null ? [] : [`${link} ${problem}`];
  });
  expect(problems).toEqual([]);
});

it('the README leads to the README of every folder', () => {
  const linked = new Set(linksOf('README.md').map((link) => link.split('#')[0]));
  const readmes = MARKDOWN_FILES.filter((file) => file.endsWith('/README.md'));
  expect(readmes.filter((file) => !linked.has(file))).toEqual([]);
});
