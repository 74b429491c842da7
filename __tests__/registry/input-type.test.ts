import { z } from "zod";
import { type Member, membersOf, sharedMembers } from "../../registry/field";
import { descriptionOf, fallbackOf, inputValue, inputWords, snakeCase, typeOf } from "../../registry/input-type";
import { bucketSettings } from "../../stacks/bucket-settings";
import { duetSettings } from "../../stacks/duet/settings";
import { genomicsWorkflowsSettings } from "../../stacks/genomics-workflows/settings";
import { parallelclusterSettings } from "../../stacks/parallelcluster/settings";

const member = (schema: z.ZodType, name: string) => membersOf(schema)[name] as Member;
const words = (text: string) => text.replace(/\s+/g, " ");

describe("a field of the settings as an input", () => {
  test.each([
    ["maxVcpus", "max_vcpus"],
    ["volumeGiB", "volume_gib"],
    ["kmsKey", "kms_key"],
    ["s3Access", "s3_access"],
  ])("is called %s there and %s here", (name, snake) => {
    expect(snakeCase(name)).toBe(snake);
  });

  test("has a type with the defaults of the settings", () => {
    expect(words(typeOf(member(duetSettings, "workDir").field))).toBe(
      'object({ prefix = optional(string, "nf-work/") expire_after_days = optional(number, 14) })',
    );
  });

  test("is a section with all ways to write it, none of which must be there", () => {
    expect(words(typeOf(member(z.strictObject({ bucket: bucketSettings }), "bucket").field))).toBe(
      "object({ create = optional(string) force_destroy = optional(bool, false) prefix = optional(string) kms_key = optional(string) existing = optional(string) })",
    );
  });

  test("is a map of things by name, with those that are there unless others are given", () => {
    const environments = member(genomicsWorkflowsSettings, "environments");
    expect(typeOf(environments.field)).toMatch(/^map\(object\(/);
    expect(fallbackOf(environments)).toEqual({
      spot: { max_vcpus: 1000 },
      "on-demand": { type: "EC2", max_vcpus: 100 },
    });
  });

  test("is null where the settings say false", () => {
    const { field, orNull } = member(duetSettings, "virtualMachine");
    expect([orNull, inputValue(field, false)]).toEqual([true, null]);
    expect(descriptionOf(member(duetSettings, "virtualMachine"))).toContain("null where Nextflow runs elsewhere.");
  });

  test("is an empty section where the settings say true, or a word", () => {
    const features = member(parallelclusterSettings, "features").field;
    expect(inputValue(features, { fsx: true, efs: false })).toEqual({ fsx: {}, efs: null });
    expect(inputValue(sharedMembers().network.field, "create")).toEqual({ create: {} });
  });

  test("has no names of the settings in its description", () => {
    expect(descriptionOf(member(duetSettings, "batch"))).toContain("- `max_vcpus`: vCPUs at most;");
    expect(inputWords("at most maxVcpus vCPUs of iam.permissionsBoundary")).toBe(
      "at most max_vcpus vCPUs of iam.permissions_boundary",
    );
  });

  test("of IAM has no quotas, which are for what is still to be written", () => {
    expect(words(typeOf(sharedMembers().iam.field))).toBe(
      'object({ path = optional(string, "/groundwork/") permissions_boundary = optional(string) })',
    );
  });

  test("that the settings do not have is a mistake", () => {
    expect(() => inputValue(member(duetSettings, "queue").field, { prio: 1 })).toThrow(
      "'prio' must be one of priority",
    );
  });
});
