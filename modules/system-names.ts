/** What names of a system are made of. */
export interface SystemNamesProps {
  /** First word of every physical name: `name` of the settings. */
  readonly name: string;
  /** Name of the system: `duet`. */
  readonly system: string;
  /**
   * IAM path below which the organisation keeps what Groundwork makes. Begins and ends with `/`.
   * @default "/groundwork/"
   */
  readonly path?: string;
}

/**
 * The physical names of a system, made here and nowhere else.
 *
 * Two environments with different `name` fit in one account, and a policy can speak of a system by its names and path.
 */
export class SystemNames {
  /** First words of every name: `acme-duet`. */
  readonly prefix: string;
  /** IAM path of the system's roles, profiles and policies: `/groundwork/acme/duet/`. */
  readonly iamPath: string;
  /** Tags that say whose a thing is; policies that cannot speak of names speak of these. */
  readonly ownerTags: Readonly<Record<"groundwork:name" | "groundwork:system", string>>;

  constructor({ name, system, path = "/groundwork/" }: SystemNamesProps) {
    this.prefix = `${name}-${system}`;
    this.ownerTags = { "groundwork:name": name, "groundwork:system": system };
    this.iamPath = `${path}${name}/${system}/`;
  }

  /** The path of a parameter or a log group, which other tools look up: `/groundwork/acme/duet/bucket`. */
  pathOf(thing: string): string {
    const { "groundwork:name": name, "groundwork:system": system } = this.ownerTags;
    return `/groundwork/${name}/${system}/${thing}`;
  }

  /** The name of a thing: `acme-duet-machine`. */
  of(thing: string): string {
    return `${this.prefix}-${thing}`;
  }
}
