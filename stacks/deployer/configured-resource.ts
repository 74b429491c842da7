/** A block of Terraform's JSON, in Terraform's own names. */
export type Values = Readonly<Record<string, unknown>>;

type Blocks = Readonly<Record<string, Readonly<Record<string, Values>>>>;

/** A synthesized stack, as Terraform reads it: `cdk.tf.json`, or what `toTerraform()` gives. */
export interface StackJson {
  readonly terraform?: Values;
  readonly provider?: Readonly<Record<string, readonly Values[]>>;
  /** By type, then by name. */
  readonly resource?: Blocks;
  readonly data?: Blocks;
}

/** A reference to an attribute of something in the same stack, and nothing beside it. */
const REFERENCE = /^\$\{(data\.)?(aws_\w+)\.([\w-]+)\.(\w+)\}$/;

/** One resource or data source of a stack, and what is known of it before anything exists. */
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

  /** What an attribute refers to, where that is in the same stack. */
  target(attribute: string): ConfiguredResource | undefined {
    const [, data, type = "", name = ""] = REFERENCE.exec(String(this.values[attribute])) ?? [];
    const kind = data ? "data" : "resource";
    const values = this.stack[kind]?.[type]?.[name];
    return values && new ConfiguredResource(kind, type, name, values, this.stack);
  }

  /** A text that is known now. */
  text(attribute: string): string | undefined {
    const value = this.values[attribute];
    return typeof value === "string" && !value.includes("${") ? value : undefined;
  }

  /**
   * A name that must be known now, for an ARN to be built from it.
   *
   * @throws where only Terraform will know it
   */
  named(attribute: string): string {
    const text = this.text(attribute);
    if (text !== undefined) return text;
    throw new Error(
      `'${attribute}' of ${this.address} must be known before anything exists, got ${this.values[attribute]}`,
    );
  }
}
