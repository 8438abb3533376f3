// Beyond the limit on the size of files a process is ended, unless it looks after the signal: then the write fails, as on a full disk.
process.on('SIGXFSZ', () => undefined);
