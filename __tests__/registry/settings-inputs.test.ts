import { TerraformOutput } from "cdktf";
import { each } from "../../modules/deferred";
import { mapThings } from "../../modules/deferred-map";
import { membersOf, toldBy, withoutField } from "../../registry/field";
import { SettingsInputs } from "../../registry/settings-inputs";
import { duetSettings } from "../../stacks/duet/settings";
import { genomicsWorkflowsSettings } from "../../stacks/genomics-workflows/settings";
import { slimSettings } from "../../stacks/slim/settings";
import { synth } from "../synth";

const given = new SettingsInputs(membersOf(duetSettings), { queue: "job_queue" });

/** What a value is written as. */
const written = (value: unknown) =>
  synth((stack) => new TerraformOutput(stack, "it", { value })).output.it?.value as string;

describe("inputs that are fields of the settings", () => {
  test("are read by the settings' names", () => {
    expect(written(given.text("batch.type"))).toBe("${var.batch.type}");
    expect(written(given.number("workDir.expireAfterDays"))).toBe("${var.work_dir.expire_after_days}");
    expect(written(each(given.texts("batch.instanceTypes"), (it) => it))).toBe("${var.batch.instance_types}");
  });

  test("are read as nothing where their section is missing", () => {
    expect(written(given.text("virtualMachine.subnet"))).toBe("${try(var.virtual_machine.subnet, null)}");
    expect(written(given.flag("virtualMachine.elasticIp"))).toBe("${try(var.virtual_machine.elastic_ip, false)}");
  });

  test("are read as an empty list where their section is missing, whatever of the list no plan knows", () => {
    expect(written(each(given.texts("virtualMachine.ssh.from"), (it) => it))).toBe(
      "${(var.virtual_machine == null ? [] : var.virtual_machine.ssh == null ? [] : var.virtual_machine.ssh.from)}",
    );
  });

  test("have another name where Terraform keeps theirs to itself", () => {
    expect(written(given.number("queue.priority"))).toBe("${var.job_queue.priority}");
  });

  test("are lists of sections, with their fields", () => {
    const buckets = given.list<{ bucket: string; kmsKey: string }>("inputBuckets");
    expect(written(each(buckets, ({ bucket, kmsKey }) => `${bucket} ${kmsKey}`))).toBe(
      '${formatlist("%s %s", var.input_buckets[*].bucket, var.input_buckets[*].kms_key)}',
    );
  });

  test("are things by names of one's own, with their fields", () => {
    const slim = new SettingsInputs(membersOf(slimSettings));
    const environments = slim.things("environments", (read) => ({ maxVcpus: read("maxVcpus") }));
    expect(written(mapThings(environments, ({ maxVcpus }, name) => `${name} ${maxVcpus}`))).toBe(
      '${{ for name, item in var.environments : name => "${name} ${item.max_vcpus}" }}',
    );
    const kinds = slim.things("environments", (read) => read("kind"));
    expect(() => mapThings(kinds, (kind) => kind)).toThrow("the settings have no 'environments.kind'");
    expect(() => given.things("batch", () => "")).toThrow("'batch' must be things by name");
  });

  test("tell the ways of a section apart by a field that one of them then needs", () => {
    const members = membersOf(genomicsWorkflowsSettings);
    const { nextflow } = toldBy(members, "nextflow", "runsOn", "job");
    expect(nextflow).toMatchObject({ default: { runsOn: "job" }, field: { ways: [["runsOn"], ["existing"]] } });
    expect(nextflow?.field).not.toHaveProperty("members.runsOn.default");
    const { jobRole } = toldBy(members, "jobRole", "statements");
    expect(jobRole).not.toHaveProperty("default");
    expect(() => toldBy(members, "jobRole", "name")).toThrow("'jobRole' must be a section with 'name'");
  });

  test("are without those that a module cannot have", () => {
    const inputs = new SettingsInputs(withoutField(membersOf(slimSettings), "sharedFileSystem.forceDestroy"));
    expect(written(inputs.text("sharedFileSystem.existing"))).toBe("${try(var.shared_file_system.existing, null)}");
    expect(() => inputs.flag("sharedFileSystem.forceDestroy")).toThrow("the settings have no");
    expect(() => withoutField(membersOf(slimSettings), "users.ada")).toThrow("'users' must be a section");
    expect(() => withoutField(membersOf(slimSettings), "kind")).toThrow("the settings have no 'kind'");
  });

  test("are given or not", () => {
    expect(written(given.given("batch.instanceRole"))).toBe("${(var.batch.instance_role != null)}");
    expect(written(given.given("virtualMachine.instanceRole"))).toBe(
      "${((var.virtual_machine == null ? null : var.virtual_machine.instance_role) != null)}",
    );
  });

  test("that the settings do not have are a mistake", () => {
    expect(() => given.text("batch.kind")).toThrow("the settings have no 'batch.kind'");
    expect(() => given.list("batch")).toThrow("'batch' must be a list of sections");
  });
});
