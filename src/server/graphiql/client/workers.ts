/** Addresses of the editor's workers beside this bundle, put in by the build, which gives each a hash in its name. */
declare const WORKERS: Readonly<Record<'editor' | 'graphql' | 'json', string>>;

/** Monaco asks for a worker by the label of what it will check; what it has no special one for gets the editor's. */
window.MonacoEnvironment = {
  getWorker(_id, label) {
    const file = label === 'json' || label === 'graphql' ? WORKERS[label] : WORKERS.editor;
    return new Worker(new URL(file, import.meta.url), { type: 'module', name: label });
  },
};
