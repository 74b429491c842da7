import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { catalogFindings } from "../../modules/iam-catalog";

/**
 * The documents that the five systems come from, beside the repository where it is developed; they are not ours to
 * publish. Each kind of defect that they contain is planted in the tests of the rules too, which run everywhere.
 */
const SEEDS = join(__dirname, "../../../shared/seeds");

interface Written {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: string | string[];
  /** Left out in a trust policy. */
  readonly Resource?: string | string[];
  readonly Condition?: Record<string, Record<string, string | string[]>>;
}

/** Every statement of every policy in a document, named by policy and Sid or number. */
function statements(document: string): [string, Written][] {
  const text = readFileSync(join(SEEDS, `${document}.txt`), "utf8")
    .replace(/\s*\n\s*/g, "")
    // the AWS Batch head node's policy is broken in two places, and some placeholders stand without quotes
    .replace('}, "Action": [ "batch:DescribeJobQueues"', '}, { "Action": [ "batch:DescribeJobQueues"')
    .replaceAll(/,\s*\]/g, "]")
    .replace("[<list all custom IAM roles>]", '["arn:aws:iam::<AWS ACCOUNT ID>:role/custom"]')
    .replaceAll(/\[(<[^>\]]*>)\]/g, '["$1"]');
  return objects(text).flatMap((object, policy) => {
    const { Statement: list } = (object.PolicyDocument ?? object) as { Statement?: Written | Written[] };
    const written = [list ?? (object as unknown as Written)].flat();
    return written.map((each, index): [string, Written] => [`${policy}.${each.Sid ?? index}`, each]);
  });
}

/** The JSON objects in a text that are policies or statements, outermost ones only. */
function objects(text: string): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  for (let from = text.indexOf("{"); from >= 0; from = text.indexOf("{", from + 1)) {
    let depth = 0;
    let to = from;
    let quoted = false;
    do {
      if (text[to] === '"') quoted = !quoted;
      if (!quoted && text[to] === "{") depth++;
      if (!quoted && text[to] === "}") depth--;
      to++;
    } while (depth > 0 && to < text.length);
    const object = text.slice(from, to);
    if (!/"(Statement|Effect)"/.test(object)) continue;
    found.push(JSON.parse(object));
    from = to;
  }
  return found;
}

function findings(document: string): string[] {
  return statements(document).flatMap(([name, { Effect, Action, Resource, Condition = {} }]) => {
    const conditions = Object.entries(Condition).flatMap(([test, keys]) =>
      Object.entries(keys).map(([key, values]) => ({ test, key, values: [values].flat() })),
    );
    const resources = Resource === undefined ? undefined : [Resource].flat();
    const statement = { sid: name, effect: Effect, actions: [Action].flat(), resources, conditions };
    return catalogFindings(statement).map(({ rule, message }) => {
      const [subject] = message.match(/'[^']*'|[a-z0-9]+:\w+/) ?? [];
      return `${name} ${rule} ${subject?.replaceAll("'", "")}`;
    });
  });
}

(existsSync(SEEDS) ? describe : describe.skip)("what the catalog finds in the published document of", () => {
  test.each(["duet", "genomics-workflows", "amazon-genomics-cli", "parallelcluster", "slim"])(
    "%s is all of it",
    (name) => {
      const effects = readFileSync(join(SEEDS, `${name}.txt`), "utf8").match(/"Effect"/g) ?? [];
      expect(statements(name)).toHaveLength(effects.length);
    },
  );

  test("duet is nothing: its defects are permissions that are missing, and a list without resources", () => {
    expect(findings("duet")).toEqual([]);
    const listed = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListObjectsV2", "s3:ListBucket"];
    expect(readFileSync(join(SEEDS, "duet.txt"), "utf8")).toContain(listed.map((action) => `"${action}",`).join("\n"));
    const resources = ["arn:aws:s3:::acme", "arn:aws:s3:::acme/*"];
    expect(catalogFindings({ sid: "S3", effect: "Allow", actions: listed, resources })).toEqual([
      { rule: "unknown-action", message: "IAM knows no action 's3:ListObjectsV2': write s3:ListBucket" },
    ]);
  });

  test("genomics-workflows is wholesale access and actions in the wrong letter case", () => {
    expect(findings("genomics-workflows")).toEqual([
      "0.0 wildcard-action s3:*",
      "2.0 wildcard-action ec2:*Volume",
      "2.0 letter-case ec2:modifyInstanceAttribute",
      "2.0 letter-case ec2:describeVolumes",
    ]);
  });

  test("parallelcluster is what its page names", () => {
    expect(findings("parallelcluster")).toEqual([
      // users
      "0.EC2Read wildcard-action ec2:Describe*",
      "0.CloudFormation wildcard-action cloudformation:*",
      "0.IamPassRole pass-role StringEqualsIfExists",
      "0.S3ResourcesBucket wildcard-action s3:*",
      "0.S3ParallelClusterReadOnly wildcard-action s3:Get*",
      "0.S3ParallelClusterReadOnly wildcard-action s3:List*",
      "0.EFS wildcard-action elasticfilesystem:*",
      // users with the AWS Batch scheduler
      "1.IamPassRole pass-role StringEqualsIfExists",
      "1.1 doubtful-condition-key iam:DeleteServiceLinkedRole",
      "1.2 wildcard-action codebuild:*",
      "1.ECR wildcard-action ecr:*",
      "1.Batch wildcard-action batch:*",
      "1.AmazonCloudWatchEvents wildcard-action events:*",
      // users with FSx for Lustre
      "2.0 doubtful-condition-key iam:DeleteServiceLinkedRole",
      "2.FSx wildcard-action fsx:*",
      "2.3 wildcard-action s3:Get*",
      "2.3 wildcard-action s3:List*",
      "2.3 dead-action s3:PutObject",
      // users who build images
      "3.IAMPassRole dead-resource arn:aws:iam::<AWS ACCOUNT ID>:instance-profile/parallelcluster/*",
      "3.ImageBuilderGet wildcard-action imagebuilder:Get*",
      "3.SNS letter-case SNS:DeleteTopic",
      "3.SNS letter-case SNS:Unsubscribe",
      // privileged, restricted and boundary mode
      "4.IamRole dead-action iam:CreateServiceLinkedRole",
      "5.IamPassRole pass-role StringEqualsIfExists",
      "6.IamRole dead-action iam:CreateServiceLinkedRole",
      // head nodes with Slurm and with AWS Batch; nothing in the functions', the compute nodes' and the image's
      "7.4 dead-resource arn:aws:iam::<AWS ACCOUNT ID>:instance-profile/parallelcluster/*",
      "8.2 dead-resource arn:aws:iam::<AWS ACCOUNT ID>:instance-profile/parallelcluster/*",
      // clean-up function
      "12.12 letter-case SNS:GetTopicAttributes",
      "12.12 letter-case SNS:DeleteTopic",
      "12.12 letter-case SNS:GetSubscriptionAttributes",
      "12.12 letter-case SNS:Unsubscribe",
    ]);
  });

  test("slim is nothing: one trust policy, and a policy whose text it does not have", () => {
    expect(findings("slim")).toEqual([]);
  });
});
