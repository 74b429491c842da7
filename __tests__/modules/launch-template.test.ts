import { TerraformOutput, type TerraformStack, TerraformVariable } from "cdktf";
import { installAwsCli } from "../../modules/aws-cli";
import { LaunchTemplate, type LaunchTemplateProps, USER_DATA_BYTES } from "../../modules/launch-template";
import { only, synth } from "../synth";
import { shellScript, userData } from "../user-data";

const KEY = "arn:aws:kms:eu-west-2:111122223333:key/0a1b2c3d-0000-4000-8000-0123456789ab";

function make(stack: TerraformStack, props: Partial<LaunchTemplateProps> = {}): LaunchTemplate {
  return new LaunchTemplate(stack, "batch", {
    templateName: "acme-batch",
    description: "Container instances",
    volumeGiB: 100,
    metadataReach: "instance",
    ...props,
  });
}

const template = (props?: Partial<LaunchTemplateProps>) =>
  only(
    synth((stack) => {
      make(stack, props);
    }).resource,
    "aws_launch_template",
  );

describe("a launch template", () => {
  test("has an encrypted gp3 volume and version 2 of the metadata service, and nothing that it was not told", () => {
    expect(template()).toEqual({
      name: "acme-batch",
      description: "Container instances",
      update_default_version: true,
      block_device_mappings: [
        {
          device_name: "/dev/xvda",
          ebs: { volume_size: 100, volume_type: "gp3", encrypted: "true", delete_on_termination: "true" },
        },
      ],
      metadata_options: { http_endpoint: "enabled", http_tokens: "required", http_put_response_hop_limit: 1 },
    });
  });

  test("lets containers reach the metadata service where jobs borrow the instance's role, and only there", () => {
    const hops = (metadataReach: "instance" | "containers") =>
      (template({ metadataReach }).metadata_options as Record<string, number>).http_put_response_hop_limit;
    expect(hops("containers")).toBe(2);
    expect(hops("instance")).toBe(1);
  });

  test("encrypts volumes with the key that it is given, the second one too", () => {
    const mappings = template({ volumeKmsKeyArn: KEY, scratchGiB: 500 }).block_device_mappings;
    expect(mappings).toMatchObject([
      { device_name: "/dev/xvda", ebs: { volume_size: 100, encrypted: "true", kms_key_id: KEY } },
      { ebs: { volume_size: 500, volume_type: "gp3", encrypted: "true", kms_key_id: KEY } },
    ]);
  });

  test("tags instances and volumes, which the provider's default tags do not reach", () => {
    const tags = { owner: "genomics" };
    expect(template({ instanceTags: tags, tags: { stack: "duet" } })).toMatchObject({
      tag_specifications: [
        { resource_type: "instance", tags },
        { resource_type: "volume", tags },
      ],
      tags: { stack: "duet" },
    });
  });

  test("says what changes with each of its versions", () => {
    const { output } = synth((stack) => {
      const { versionReference, launchTemplateId } = make(stack);
      new TerraformOutput(stack, "version", { value: versionReference });
      new TerraformOutput(stack, "id", { value: launchTemplateId });
    });
    expect(output.version?.value).toBe("aws_launch_template.batch.latest_version");
    expect(output.id?.value).toBe("${aws_launch_template.batch.id}");
  });
});

describe("the user data of a launch template", () => {
  test("is a MIME archive with one shell script, as Batch merges it with its own", () => {
    const script = "#!/bin/bash\necho hello\n";
    expect(userData(template({ script }))).toBe(
      [
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="==GROUNDWORK=="',
        "",
        "--==GROUNDWORK==",
        'Content-Type: text/x-shellscript; charset="us-ascii"',
        "",
        "#!/bin/bash",
        "echo hello",
        "",
        "--==GROUNDWORK==--",
        "",
      ].join("\n"),
    );
  });

  test("hands a script over as it is, whatever Terraform would make of its characters", () => {
    const script = `#!/bin/bash\necho "\${HOME} $(pwd) %{x} \\"quoted\\" \\\\ it's"\tend`;
    expect(shellScript(template({ script })).trim()).toBe(script);
    const cli = installAwsCli("s3://acme-duet/tools/");
    expect(shellScript(template({ script: cli })).trim()).toBe(cli.trim());
  });

  test("refuses what EC2 would: more than 16 kB", () => {
    const frame = Buffer.byteLength(userData(template({ script: "x" }))) - 1;
    const largest = "x".repeat(USER_DATA_BYTES - frame);
    expect(() => template({ script: largest })).not.toThrow();
    expect(() => template({ script: `${largest}x` })).toThrow(
      "user data must have at most 16384 bytes, got 16385: fetch what is larger at the start",
    );
  });

  test("is counted in bytes, not in letters", () => {
    expect(() => template({ script: "é".repeat(USER_DATA_BYTES / 2) })).toThrow(/got 16\d\d\d/);
  });
});

describe("a launch template whose values Terraform knows", () => {
  test("has them in its volume, its script and its tags", () => {
    const { resource } = synth((stack) => {
      const variable = (name: string, type = "string") => new TerraformVariable(stack, name, { type });
      make(stack, {
        templateName: variable("template_name").stringValue,
        volumeGiB: variable("volume_gib", "number").numberValue,
        volumeKmsKeyArn: variable("kms_key").stringValue,
        script: installAwsCli(`s3://${variable("bucket").stringValue}/tools/`),
      });
    });
    const made = only(resource, "aws_launch_template");
    expect(made.block_device_mappings).toMatchObject([
      { ebs: { volume_size: "${var.volume_gib}", kms_key_id: "${var.kms_key}" } },
    ]);
    expect(made.name).toBe("${var.template_name}");
    const parts = /^\$\{base64encode\(join\("", \[(".*s3:\/\/"), var\.bucket, ("\/tools\/.*")\]\)\)\}$/s;
    const [, before = "", after = ""] = parts.exec(String(made.user_data)) ?? [];
    expect(`${JSON.parse(before)}acme-duet${JSON.parse(after)}`).toContain(
      installAwsCli("s3://acme-duet/tools/").trim(),
    );
  });

  test("runs a script where there is anything in it", () => {
    const { resource } = synth((stack) => {
      const wanted = new TerraformVariable(stack, "wanted", { type: "bool" }).booleanValue;
      make(stack, { script: "#!/bin/bash", hasScript: wanted });
    });
    expect(only(resource, "aws_launch_template").user_data).toMatch(
      /^\$\{var\.wanted \? base64encode\(".*#!\/bin\/bash.*"\) : null\}$/s,
    );
  });
});
