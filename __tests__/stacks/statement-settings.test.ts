import { ESCALATION_RULES } from "../../modules/escalation-rules";
import { parseSettings } from "../../stacks/settings";
import type { Mistake } from "../../stacks/settings-mistake";
import { BROAD_EXAMPLES } from "../modules/escalation-examples/broad-examples";
import { DATA_EXAMPLES } from "../modules/escalation-examples/data-examples";
import type { Written } from "../modules/escalation-examples/example";
import { IAM_WRITE_EXAMPLES } from "../modules/escalation-examples/iam-write-examples";
import { MACHINE_EXAMPLES } from "../modules/escalation-examples/machine-examples";
import { ROLE_PASSING_EXAMPLES } from "../modules/escalation-examples/role-passing-examples";

const HEAD = `name: acme
account: "111122223333"
region: eu-west-2
network: create
systems:
  genomics-workflows:
    bucket: { create: acme-genomics }
    jobRole:
      statements:
`;

function mistakesIn(yaml: string): readonly Mistake[] {
  try {
    parseSettings(yaml, "groundwork.yaml");
    return [];
  } catch (error) {
    const { mistakes } = error as { mistakes?: Mistake[] };
    if (!mistakes) throw error;
    return mistakes;
  }
}

/** What is said of statements, each a line of the settings: `number: allowed | hint`. */
function said(...statements: string[]): string[] {
  const mistakes = mistakesIn(HEAD + statements.map((statement) => `        - { ${statement} }\n`).join(""));
  return mistakes.map(({ path, allowed, hint }) => `${String(path.at(-1))}: ${allowed} | ${hint}`);
}

const VALID = "a statement that AWS takes and that allows something";
const NO_WAY = "a statement by which nobody gets rights that it does not name";
const NAMED = "a statement that names what it reaches, or says in 'because' why it does not";

/** What a rule says of what it found, in the words of its own page. */
function words(id: string): string {
  const { why, instead } = ESCALATION_RULES.find((rule) => rule.id === id) ?? {};
  return `${why}; instead: ${instead}`;
}

const TABLE: readonly (readonly [title: string, statements: readonly string[], ...said: string[]])[] = [
  [
    "roles that are passed to one service",
    [
      'sid: PassRoles, actions: [iam:PassRole], resources: ["arn:aws:iam::111122223333:role/labs/*"], because: "one a lab", conditions: [{ test: StringEquals, key: iam:PassedToService, values: [ecs-tasks.amazonaws.com] }]',
    ],
  ],
  [
    "any resource, with the reason",
    ['sid: ReadTables, actions: [dynamodb:GetItem], resources: ["*"], because: "every run has a table of its own"'],
  ],
  [
    "a call that is no action",
    ['sid: List, actions: [s3:ListObjectsV2], resources: ["arn:aws:s3:::runs"]'],
    `0: ${VALID} | IAM knows no action 's3:ListObjectsV2': write s3:ListBucket`,
  ],
  [
    "any resource, without a reason: once, not once by each list of rules",
    ['sid: ReadTables, actions: [dynamodb:GetItem], resources: ["*"]'],
    `0: ${VALID} | the wildcard in '*' has no reason: say why in 'because'`,
  ],
  [
    "every secret, whatever the reason",
    ['sid: ReadSecrets, actions: [secretsmanager:GetSecretValue], resources: ["*"], because: "it is simpler"'],
    `0: ${NO_WAY} | secretsmanager:GetSecretValue: ${words("any-secret")}`,
  ],
  [
    "policies of roles, without a boundary",
    ['sid: WritePolicies, actions: [iam:PutRolePolicy], resources: ["arn:aws:iam::111122223333:role/labs/one"]'],
    `0: ${NO_WAY} | iam:PutRolePolicy: ${words("role-policy")}`,
  ],
  [
    "what is wide without a wildcard",
    ['sid: TakeOff, actions: [iam:DetachRolePolicy], resources: ["arn:aws:iam::111122223333:role/labs/one"]'],
    `0: ${NAMED} | iam:DetachRolePolicy: ${words("removed-policy")}`,
  ],
  [
    "a tag that one statement puts on anything, and another tells machines apart by",
    [
      'sid: StopMachines, actions: [ec2:TerminateInstances], resources: ["*"], because: "ids are AWS\'s", conditions: [{ test: StringEquals, key: aws:ResourceTag/lab, values: [one] }]',
      'sid: TagMachines, actions: [ec2:CreateTags], resources: ["*"], because: "ids are AWS\'s"',
    ],
    `1: ${NO_WAY} | ec2:CreateTags: ${words("tag-anything")}`,
  ],
  [
    "two of one name, each with its own faults",
    [
      'sid: Same, actions: [s3:GetObject], resources: ["arn:aws:s3:::runs/sheet.csv"]',
      'sid: Same, actions: [s3:ListObjectsV2], resources: ["arn:aws:s3:::runs"]',
    ],
    `1: ${VALID} | another statement of the document has the same Sid`,
    `1: ${VALID} | IAM knows no action 's3:ListObjectsV2': write s3:ListBucket`,
  ],
];

test.each(TABLE)("statements of the settings: %s", (_, statements, ...expected) => {
  expect(said(...statements)).toEqual(expected);
});

test("a refused statement is shown with file, line, column and path", () => {
  const statement = `{ sid: AssumeAny, actions: [sts:AssumeRole], resources: ["*"], because: "it is simpler" }`;
  const [mistake] = mistakesIn(`${HEAD}        - ${statement}\n`);
  expect(mistake).toMatchObject({
    file: "groundwork.yaml",
    line: 10,
    column: 11,
    path: ["systems", "genomics-workflows", "jobRole", "statements", 0],
    allowed: NO_WAY,
  });
});

const GRAVE = ESCALATION_RULES.filter(({ severity }) => severity === "escalation").map(({ id }) => id);

/** Policies that the grave rules of npm run lint:policy are shown by; settings have no words for Deny and NotAction. */
const EXAMPLES = Object.entries({
  ...BROAD_EXAMPLES,
  ...IAM_WRITE_EXAMPLES,
  ...ROLE_PASSING_EXAMPLES,
  ...MACHINE_EXAMPLES,
  ...DATA_EXAMPLES,
}).filter(([rule]) => GRAVE.includes(rule));

const examples = (kind: "planted" | "passes") =>
  EXAMPLES.flatMap(([rule, example]) =>
    Object.entries(example[kind])
      .map(([title, policy]) => [`${rule}, ${title}`, [policy].flat()] as [string, Written[]])
      .filter(([, statements]) =>
        statements.every(({ Effect, Action, Resource }) => Effect === "Allow" && Action && Resource),
      ),
  );

test("nearly every grave rule has a planted policy that settings can say", () => {
  expect(new Set(examples("planted").map(([title]) => title.split(",")[0])).size).toBeGreaterThanOrEqual(18);
});

test.each(examples("planted"))("what npm run lint:policy finds is refused, whatever its reason: %s", (_, policy) => {
  expect(mistakesIn(asSettings(policy))).not.toEqual([]);
});

test.each(examples("passes"))("what its rules let pass is no way to further rights: %s", (_, policy) => {
  expect(mistakesIn(asSettings(policy)).map(({ allowed }) => allowed)).not.toContain(NO_WAY);
});

function asSettings(policy: readonly Written[]): string {
  const statements = policy.map(({ Action, Resource, Condition }, index) => ({
    sid: `Planted${index}`,
    actions: [Action].flat(),
    resources: [Resource].flat(),
    because: "it is simpler",
    ...(Condition !== undefined && { conditions: conditionsOf(Condition as Conditions) }),
  }));
  return JSON.stringify({
    ...{ name: "acme", account: "111122223333", region: "eu-west-2", network: "create" },
    systems: { "genomics-workflows": { bucket: { create: "acme-genomics" }, jobRole: { statements } } },
  });
}

type Conditions = Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;

function conditionsOf(conditions: Conditions) {
  return Object.entries(conditions).flatMap(([test, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ test, key, values: [values].flat() })),
  );
}
