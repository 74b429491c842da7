import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Resource } from "../../tools/emulator";
import { writeRegistry } from "../../tools/registry";
import { ModuleRepository } from "../../tools/registry/module-repository";
import { release } from "../../tools/registry-release";
import { commitAsAda } from "../committer";
import { HclRepository } from "./hcl-repository";
import { ModuleRegistry } from "./module-registry";

/** What a module is called by, as a repository writes it, and the version it asks for. */
interface Way {
  readonly source: string;
  readonly version?: string;
  /** Folder beside this file that holds the repository. */
  readonly repository: "imaging" | "cohorts" | "seismic" | "genomes";
}

const TITLES = [
  "by path",
  "by a tag in git",
  "by a registry",
  "twice, with for_each",
  "with things of one's own",
  "twice, with roles of one's own",
] as const;

/** What came of a repository that was applied, planned again and destroyed. */
interface Outcome {
  readonly addresses: readonly string[];
  readonly changes: boolean;
  readonly left: readonly string[];
}

/** The page's examples, as a reader would paste them. */
const EXAMPLES = [
  ...readFileSync(join(__dirname, "..", "..", "docs", "registry.md"), "utf8").matchAll(
    /(?<=^```hcl\n)[\s\S]*?(?=^```$)/gm,
  ),
].map(String);

const RELEASES = ["1.0.0", "1.1.0", "2.0.0"];

let hcl: HclRepository;
let registry: ModuleRegistry;
let before: Resource[];
let ways: Record<(typeof TITLES)[number], Way>;
let outcomes: Record<string, Outcome>;

// everything side by side: nearly all of the time, the provider waits
beforeAll(async () => {
  commitAsAda();
  hcl = await HclRepository.create();
  const repository = `${hcl.registry}-released`;
  await ModuleRepository.init(repository);
  for (const version of RELEASES) await publish(repository, version);
  registry = await ModuleRegistry.start(repository);
  before = await hcl.emulator.inventory();
  ways = {
    "by path": { source: "../terraform-aws-groundwork", repository: "imaging" },
    "by a tag in git": { source: `git::file://${repository}`, version: "v1.0.0", repository: "imaging" },
    "by a registry": { source: registry.source, version: "~> 1.0", repository: "imaging" },
    "twice, with for_each": { source: "../terraform-aws-groundwork", repository: "cohorts" },
    "with things of one's own": { source: "../terraform-aws-groundwork", repository: "seismic" },
    "twice, with roles of one's own": { source: "../terraform-aws-groundwork", repository: "genomes" },
  };
  const made = await Promise.all(TITLES.map(async (title, row) => [title, await outcome(ways[title], `way-${row}`)]));
  outcomes = Object.fromEntries(made);
}, 1_800_000);

afterAll(async () => {
  await registry?.stop();
  await hcl?.remove();
});

describe.each(TITLES)("modules that are taken %s", (title) => {
  test("are applied under readable addresses", () => {
    const { addresses } = outcomes[title] as Outcome;
    expect(addresses).toEqual(expect.arrayContaining(EXPECTED[ways[title].repository]));
    expect(addresses.filter((address) => !/^[\w.[\]"-]+$/.test(address))).toEqual([]);
  });

  test("have an empty plan once they are applied", () => {
    expect(outcomes[title]?.changes).toBe(false);
  });

  test("leave nothing in the state once they are destroyed", () => {
    expect(outcomes[title]?.left).toEqual([]);
  });
});

test("modules that are destroyed leave nothing in the account", async () => {
  expect(await hcl.emulator.inventory()).toEqual(before);
});

test("a registry is asked for versions, and then for the newest that fits", () => {
  expect([...new Set(registry.asked)]).toEqual([
    "/v1/modules/acme/groundwork/aws/versions",
    "/v1/modules/acme/groundwork/aws/1.1.0/download",
  ]);
});

test.each(TITLES.slice(0, 3))(
  "every module can be taken %s",
  async (title) => {
    const modules = readdirSync(join(hcl.registry, "modules"));
    const calls = modules.map((name) => `module "${name}" {\n  ${sourceOf(ways[title as "by path"], name)}\n}\n`);
    const folder = hcl.configuration(`every-${title.replace(/ /g, "-")}`, calls.join("\n"));
    const { code, stderr } = await hcl.terraform.run(folder, ["get"], optionsOf("every"));
    expect([code, stderr]).toEqual([0, ""]);
  },
  300_000,
);

test.each(EXAMPLES.map((text, row) => [row + 1, text] as const))(
  "the page for teams that write HCL has valid examples: %i",
  async (row, text) => {
    const folder = hcl.configuration(
      `example-${row}`,
      text.replace(/source += "[^"]*modules\/([\w-]+)[^"]*"(\n +version += .*)?/g, (_, module) =>
        sourceOf(ways["by path"], module),
      ),
    );
    await hcl.terraform.init(folder, hcl.options);
    const { code, stdout, stderr } = await hcl.terraform.run(folder, ["validate"], hcl.options);
    expect([code, stdout, stderr]).toEqual([0, expect.stringContaining("Success"), ""]);
  },
  360_000,
);

const EXPECTED: Record<Way["repository"], string[]> = {
  imaging: [
    "aws_iam_role_policy.reader",
    "module.duet.aws_batch_job_queue.queue",
    "module.duet.aws_instance.machine_instance[0]",
    "module.reader.aws_iam_instance_profile.profile[0]",
    "module.scans.aws_s3_bucket.this[0]",
  ],
  cohorts: ["cases", "controls"].flatMap((cohort) => [
    `module.cohort["${cohort}"].aws_s3_bucket.this[0]`,
    `module.batch["${cohort}"].aws_batch_job_queue.queue`,
    `aws_iam_role_policy.jobs["${cohort}"]`,
  ]),
  seismic: [
    'module.slim.aws_batch_compute_environment.environment["on-demand"]',
    'module.slim.aws_batch_job_queue.queue["spot"]',
    'module.slim.aws_iam_user_group_membership.user_group_member["way-4-ada"]',
    "module.slim.aws_iam_role.spot_fleet[0]",
    'module.slim.aws_sqs_queue.gradients["way-4-slim-gradients-2"]',
  ],
  genomes: [
    'module.genomes["cases"].aws_batch_compute_environment.environment["spot"]',
    'module.genomes["cases"].aws_batch_compute_environment.fargate_environment["small"]',
    'module.genomes["cases"].aws_batch_job_queue.queue["small"]',
    'module.genomes["cases"].aws_iam_role.execution[0]',
    'module.genomes["cases"].aws_s3_bucket.more["way-5-cases-results"]',
    'module.genomes["controls"].aws_batch_job_queue.queue["steady"]',
    'module.genomes["controls"].aws_launch_template.batch_template[0]',
    'module.genomes["controls"].aws_ssm_parameter.queues["steady"]',
    'aws_iam_role_policy.jobs["cases"]',
  ],
};

/** A release of the modules as they are, in a repository of their own. */
async function publish(repository: string, version: string): Promise<void> {
  const changelog = `## ${version}\n\n- As it is.\n`;
  const write = async (folder: string) => {
    await writeRegistry(folder);
    writeFileSync(join(folder, "CHANGELOG.md"), changelog);
  };
  await release({ version, repository, changelog, write });
}

/** Applies a repository that takes the modules in a way, plans it again and destroys it. */
async function outcome(way: Way, name: string): Promise<Outcome> {
  const text = readFileSync(join(__dirname, way.repository, "main.tf"), "utf8");
  const folder = hcl.configuration(
    name,
    text.replace(/source += "groundwork\/\/modules\/([\w-]+)"/g, (_, module) => sourceOf(way, module)),
  );
  const options = optionsOf(name);
  await hcl.terraform.init(folder, options);
  await hcl.terraform.apply(folder, options);
  const { resources } = await hcl.state(folder);
  const changes = await hcl.terraform.hasChanges(folder, options);
  await hcl.terraform.destroy(folder, options);
  const { resources: left } = await hcl.state(folder);
  const managed = resources.filter(({ mode }) => mode === "managed");
  return { addresses: managed.map(({ address }) => address), changes, left: left.map(({ address }) => address) };
}

/** The lines of a module's call that say where it comes from. */
function sourceOf({ source, version }: Way, module: string): string {
  const path = `${source}//modules/${module}`;
  if (source.startsWith("git::")) return `source = "${path}?ref=${version}"`;
  if (version !== undefined) return `source = "${path}"\n  version = "${version}"`;
  return `source = "${source}/modules/${module}"`;
}

/** The emulator, the registry beside the providers' own configuration, and the name that everything starts with. */
function optionsOf(name: string) {
  const { TF_CLI_CONFIG_FILE: providers } = hcl.terraform.environment();
  // one for each: all start at once, and a file that is just being written reads as empty
  const file = `${hcl.registry}-${name}.tfrc`;
  writeFileSync(file, `${providers ? readFileSync(providers, "utf8") : ""}\n${registry.cliConfiguration}`);
  return { env: { ...hcl.options.env, TF_CLI_CONFIG_FILE: file, TF_VAR_name: name } };
}
