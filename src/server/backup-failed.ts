/** Why there is no backup, as a sentence. A file of its own, since every command asks for it. */
export class BackupFailed extends Error {}
