import { Failure } from '../failures';

const MAX_LENGTH = 4_096;

/**
 * Reads a secret from standard input: typed, unseen, on a terminal, else the first line. Never from the command line, which every
 * user of the machine can read.
 */
export async function readSecret(prompt: string): Promise<string> {
  const { stdin } = process;
  if (stdin.isTTY) process.stderr.write(`${prompt}: `);
  stdin.setEncoding('utf8');
  if (stdin.isTTY) stdin.setRawMode(true);
  let text = '';
  try {
    for await (const chunk of stdin as AsyncIterable<string>) {
      text += chunk;
      if (stdin.isTTY && text.includes('\u0003')) throw new Failure('Stopped.');
      if (/[\r\n]/.test(text) || text.length > MAX_LENGTH) break;
    }
  } finally {
    if (stdin.isTTY) {
      stdin.setRawMode(false);
      process.stderr.write('\n');
    }
  }
  const [line = ''] = text.split(/[\r\n]/, 1);
  return stdin.isTTY ? withoutErased(line) : line;
}

/** What is left when each backspace has taken the character before it. */
function withoutErased(line: string): string {
  const kept: string[] = [];
  for (const character of line)
    if (character === '\u007f' || character === '\b') kept.pop();
    else kept.push(character);
  return kept.join('');
}
