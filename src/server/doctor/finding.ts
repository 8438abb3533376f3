/** What was looked at, and how it is. Of what is wrong, the words say what to do. */
export interface Finding {
  readonly subject: 'settings' | 'store' | 'disk' | 'media' | 'clock';
  readonly ok: boolean;
  readonly words: string;
}

export const fine = (subject: Finding['subject'], words: string): Finding => ({ subject, ok: true, words });
export const wrong = (subject: Finding['subject'], words: string): Finding => ({
  subject,
  ok: false,
  words,
});
