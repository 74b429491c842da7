/** A block of Terraform's JSON, in Terraform's own names. */
export type Values = Readonly<Record<string, unknown>>;

type Blocks = Readonly<Record<string, Readonly<Record<string, Values>>>>;

/** A synthesized stack, as Terraform reads it: `cdk.tf.json`, or what `toTerraform()` gives once tokens are resolved. */
export interface StackJson {
  readonly terraform?: Values;
  readonly provider?: Readonly<Record<string, readonly Values[]>>;
  /** By type, then by name. */
  readonly resource?: Blocks;
  readonly data?: Blocks;
}

/** What a value of a resource is: a text that is known now, or something else of the stack. */
export type Value = string | ConfiguredResource;

const REFERENCE = /(data\.)?\b(aws_\w+)\.([\w-]+)\.(\w+)/g;
const LITERAL = /"((?:[^"\\]|\\.)*)"/g;

/** Attributes that give the name of a resource, where they are not the name's own. */
const ALSO_NAMES: Readonly<Record<string, string>> = { "aws_s3_bucket.id": "bucket" };

/**
 * One resource or data source of a stack, and what is known of it before anything exists.
 *
 * Names in it are followed to what they refer to: `${aws_iam_role.machine.name}` to the role's name, `each.value` to the
 * texts that it stands for.
 */
export class ConfiguredResource {
  constructor(
    readonly kind: "resource" | "data",
    readonly type: string,
    readonly name: string,
    readonly values: Values,
    private readonly stack: StackJson,
  ) {}

  /** Every resource and data source of a stack, in the order of their addresses. */
  static allOf(stack: StackJson): ConfiguredResource[] {
    const kinds = ["resource", "data"] as const;
    const found = kinds.flatMap((kind) =>
      Object.entries(stack[kind] ?? {}).flatMap(([type, named]) =>
        Object.entries(named).map(([name, values]) => new ConfiguredResource(kind, type, name, values, stack)),
      ),
    );
    return found.sort((a, b) => (a.address < b.address ? -1 : 1));
  }

  /** `aws_iam_role.machine`, `data.aws_ssm_parameter.image`. */
  get address(): string {
    return `${this.kind === "data" ? "data." : ""}${this.type}.${this.name}`;
  }

  /** The others of a type, resources only. */
  others(type: string): ConfiguredResource[] {
    return Object.entries(this.stack.resource?.[type] ?? {}).map(
      ([name, values]) => new ConfiguredResource("resource", type, name, values, this.stack),
    );
  }

  /** Whether an attribute, or one in its blocks (`compute_resources.instance_role`), is set. */
  has(path: string): boolean {
    return this.leaves(path).length > 0;
  }

  /** A flag; false where it is not set. */
  flag(path: string): boolean {
    return this.leaves(path).includes(true);
  }

  /**
   * What an attribute is, or all of its items: texts, and what is referred to.
   *
   * @throws where it is something that only Terraform can work out
   */
  all(path: string): Value[] {
    return this.leaves(path).flatMap((leaf): Value[] => {
      const text = String(leaf);
      if (!text.includes("${")) return [text];
      if (text === "${each.value}") return this.all("for_each");
      const found = this.referredTo(text);
      if (found.length > 0) return found;
      throw new Error(`'${path}' of ${this.address} must be known before anything exists, got ${text}`);
    });
  }

  /** The names in an attribute, followed to where they are written. */
  names(path: string): string[] {
    return this.all(path).map((value) => (typeof value === "string" ? value : value.named(this.readAs(path, value))));
  }

  /**
   * The one name in an attribute, for an ARN to be built from it.
   *
   * @throws where there is none, or several
   */
  named(path: string): string {
    const [name, ...more] = this.names(path);
    if (name !== undefined && more.length === 0) return name;
    throw new Error(
      `'${path}' of ${this.address} must be one name that is known before anything exists, got ${this.values[path]}`,
    );
  }

  private leaves(path: string): unknown[] {
    const steps = path.split(".");
    const descend = (value: unknown, step: string) =>
      [value].flat().flatMap((each) => [(each as Values | undefined)?.[step]].flat());
    const start: unknown[] = [this.values];
    return steps
      .reduce((values, step) => values.flatMap((value) => descend(value, step)), start)
      .filter((value) => value !== undefined && value !== null && value !== "");
  }

  private referredTo(text: string): Value[] {
    const resources = [...text.matchAll(REFERENCE)].map(([, data, type = "", name = ""]) => {
      const kind = data ? "data" : "resource";
      const values = this.stack[kind]?.[type]?.[name];
      if (!values) throw new Error(`${this.address} must refer to what is in its stack, got ${text}`);
      return new ConfiguredResource(kind, type, name, values, this.stack);
    });
    return [...resources, ...[...text.matchAll(LITERAL)].map(([, literal = ""]) => literal)];
  }

  /** The attribute of what is referred to that has its name. */
  private readAs(path: string, { type }: ConfiguredResource): string {
    const read = this.leaves(path).flatMap((leaf) =>
      [...String(leaf).matchAll(REFERENCE)].map(([, , , , last]) => last),
    );
    const attribute = read.find((each) => each !== undefined) ?? "name";
    return ALSO_NAMES[`${type}.${attribute}`] ?? attribute;
  }
}
