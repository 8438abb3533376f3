import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../support/server-process';

/** A fenced block of a Markdown file. */
export interface Block {
  readonly language: string;
  readonly code: string;
}

/** Every Markdown file of the repository, as a path from its root; those not yet committed too. */
export const MARKDOWN_FILES: readonly string[] = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', '--', '*.md'],
  { cwd: ROOT, encoding: 'utf8' },
)
  .trim()
  .split('\n');

export const textOf = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

/** The fenced blocks of a file, in their order. */
export const blocksOf = (file: string): Block[] =>
  [...textOf(file).matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language, code]) => ({
    language: language!,
    code: code!,
  }));

/** The first block of a language with this in it, with the address of the gateway that is given. */
export function example(
  file: string,
  language: string,
  has: string,
  gateway = 'http://127.0.0.1:4000',
): string {
  const block = blocksOf(file).find((each) => each.language === language && each.code.includes(has));
  if (!block) throw new Error(`${file} has no ${language} with ${has} in it.`);
  return block.code.replaceAll('127.0.0.1:4000', new URL(gateway).host);
}
