/** AWS's partitions, those that the five systems run in first. */
const PARTITIONS = ["aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc"];

/** One place of a text: a character, or a gap that other text fills. */
type Place = string | Gap;

interface Gap {
  /** Characters that the gap cannot hold. */
  readonly not: string;
  /** Whether it takes any number of characters, none too; else it takes one. */
  readonly any: boolean;
}

const ANY: Gap = { not: "", any: true };
const ONE: Gap = { not: "", any: false };

/** Stands for an interpolation while a pattern is cut into parts: a character of Unicode's private use area. */
const UNKNOWN = "\uE000";

const GAP = /[*?\uE000]/;

/**
 * The resource of a statement: an ARN in which parts stand for other text.
 *
 * `*` and `?` are IAM's wildcards; `*` reaches beyond colons, as it does in IAM. An interpolation (a CDKTF token,
 * Terraform's `${…}`, a policy variable such as `${aws:username}`) stands for any text, so that a value known only when
 * Terraform runs is never called a mistake.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 *
 * @example
 * new ArnPattern("arn:aws:s3:::acme/*").couldBe(["arn:${Partition}:s3:::${BucketName}/${ObjectName}"]); // true
 */
export class ArnPattern {
  /** Whether it is `*`, the resource of everything. */
  readonly isEverything: boolean;
  /** What AWS would not take as a resource, in words; undefined when nothing is wrong or parts are not known yet. */
  readonly defect: string | undefined;
  private readonly masked: string;
  private readonly places: readonly Place[];
  /** The resource part up to its first gap; left out where a gap before it could reach into it. */
  private readonly head: string | undefined;
  private readonly answers = new Map<string, boolean>();

  constructor(readonly text: string) {
    this.isEverything = text === "*";
    this.masked = withoutInterpolations(text, UNKNOWN);
    const parts = this.masked.split(":");
    this.defect = this.findDefect(parts);
    this.head = GAP.test(parts.slice(0, 5).join()) ? undefined : parts.slice(5).join(":").split(GAP)[0];
    this.places = Array.from(this.masked, (char) =>
      char === "*" || char === UNKNOWN ? ANY : char === "?" ? ONE : char,
    );
  }

  /** The sixth part, in which an interpolation is `…`: `role/acme/*`. */
  get resource(): string {
    return this.masked.split(":").slice(5).join(":").replaceAll(UNKNOWN, "…");
  }

  /** Whether nothing speaks against any resource: `*`, one interpolation, or a defect that is told anyway. */
  get isOpen(): boolean {
    return this.isEverything || this.masked === UNKNOWN || this.defect !== undefined;
  }

  /** Whether some ARN could be meant, of those that the authorization reference writes for a resource type. */
  couldBe(arns: readonly string[]): boolean {
    return this.isOpen || arns.some((arn) => this.fits(arn));
  }

  /** Whether some ARN of a resource type fits. */
  private fits(template: string): boolean {
    const known = this.answers.get(template);
    if (known !== undefined) return known;
    const answer = this.overlaps(template);
    this.answers.set(template, answer);
    return answer;
  }

  private overlaps(template: string): boolean {
    // most of a service's types differ in the first word, which is cheaper to see than that no text fits both
    const head = template.split(":").slice(5).join(":").split("${")[0] ?? "";
    if (this.head !== undefined && !this.head.startsWith(head) && !head.startsWith(this.head)) return false;
    return overlap(this.places, templatePlaces(template));
  }

  private findDefect(parts: readonly string[]): string | undefined {
    if (this.isEverything || this.masked.startsWith(UNKNOWN)) return undefined;
    const [scheme = "", partition = ""] = parts;
    if (scheme !== "arn") return "is no ARN: write arn:<partition>:<service>:<region>:<account>:<resource>, or '*'";
    if (this.masked.includes(UNKNOWN) && parts.length < 6) return undefined;
    if (parts.length < 6 || parts.slice(5).join("") === "") {
      return "does not have the six parts of an ARN: arn:<partition>:<service>:<region>:<account>:<resource>";
    }
    if (GAP.test(partition) || PARTITIONS.includes(partition)) return undefined;
    return `is in no partition of AWS ('${partition}'): write one of ${PARTITIONS.slice(0, 3).join(", ")}`;
  }
}

/**
 * A text in which every interpolation, braces inside braces too, is replaced by something else.
 *
 * `#{…}` is a list of CDKTF, and `&{…}` how an `aws_iam_policy_document` writes a policy variable.
 */
export function withoutInterpolations(text: string, replacement: string): string {
  let result = "";
  for (let at = 0; at < text.length; at++) {
    if (!"$#&".includes(text[at] ?? "") || text[at + 1] !== "{") {
      result += text[at];
      continue;
    }
    let depth = 0;
    do {
      at++;
      if (text[at] === "{") depth++;
      if (text[at] === "}") depth--;
    } while (depth > 0 && at < text.length);
    result += replacement;
  }
  return result;
}

const templates = new Map<string, readonly Place[]>();

function templatePlaces(template: string): readonly Place[] {
  const known = templates.get(template);
  if (known) return known;
  let colons = 0;
  const places = (template.match(/\$\{[^}]*\}|./g) ?? []).flatMap((part): Place[] => {
    if (part === ":") colons++;
    if (part.length === 1) return [part];
    // names may hold "/" (repositories) and ":" (versions), but a bucket's holds neither, else every object were a
    // bucket, and IAM's hold no ":"
    const not = colons < 5 || part === "${BucketName}" ? "/:" : part.endsWith("NameWithPath}") ? ":" : "";
    return [
      { not, any: false },
      { not, any: true },
    ];
  });
  templates.set(template, places);
  return places;
}

// one for all comparisons: a statement on EC2's tags alone makes a hundred
let visited = new Uint8Array(16_384);

/** Whether one text fits both rows of places. */
function overlap(a: readonly Place[], b: readonly Place[]): boolean {
  const width = b.length + 1;
  const size = (a.length + 1) * width;
  if (visited.length < size) visited = new Uint8Array(size);
  visited.fill(0, 0, size);
  return meet(a, b, 0, 0);
}

/** Whether one text fits what is left of both rows. */
function meet(a: readonly Place[], b: readonly Place[], from: number, also: number): boolean {
  let i = from;
  let j = also;
  for (;;) {
    const at = i * (b.length + 1) + j;
    if (visited[at]) return false;
    visited[at] = 1;
    const x = a[i];
    const y = b[j];
    if (x === undefined && y === undefined) return true;
    const xAny = isAny(x);
    const yAny = isAny(y);
    if (xAny && meet(a, b, i + 1, j)) return true;
    if (yAny && meet(a, b, i, j + 1)) return true;
    if (x === undefined || y === undefined || !compatible(x, y)) return false;
    if (!xAny) i++;
    if (!yAny) j++;
  }
}

function isAny(place: Place | undefined): boolean {
  return typeof place === "object" && place.any;
}

function compatible(x: Place, y: Place): boolean {
  if (typeof x === "string") return typeof y === "string" ? x === y : !y.not.includes(x);
  return typeof y !== "string" || !x.not.includes(y);
}
