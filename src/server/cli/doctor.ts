import { diagnose } from '../doctor/diagnose';
import { Failure } from './failures';

/** Prints what it finds, one line each. @throws Failure when something is wrong */
export async function doctor(env: NodeJS.ProcessEnv, write: (text: string) => void): Promise<void> {
  const findings = await diagnose(env);
  for (const { subject, ok, words } of findings)
    write(`${ok ? 'ok   ' : 'WRONG'}  ${subject.padEnd(8)}  ${words}\n`);
  const faults = findings.filter(({ ok }) => !ok).length;
  if (faults > 0) throw new Failure(`Something is wrong: ${faults} of ${findings.length} findings.`);
}
