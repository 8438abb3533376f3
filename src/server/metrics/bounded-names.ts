/** Stands for all names beyond those that are kept. */
export const OTHER = 'other';
const LONGEST = 80;

/** Keeps the number of a label's values bounded when clients choose them: the first so many names are kept, others are `other`. */
export class BoundedNames {
  private readonly kept = new Set<string>();

  constructor(private readonly most: number) {}

  of(name: string): string {
    if (this.kept.has(name)) return name;
    if (this.kept.size >= this.most || name.length > LONGEST) return OTHER;
    this.kept.add(name);
    return name;
  }
}
