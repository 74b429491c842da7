import { addresses, all, type Block, only } from "../../synth";
import { shellScript } from "../../user-data";
import { slimJson } from "./slim-json";

const ACCOUNT = "arn:aws:iam::111122223333";

const ONLY_SPOT = { "r5-spot-24": false, "r5-spot-48": false, "r5-multi-24": false, "c5n-multi-18": false };

describe("an environment of slim", () => {
  const { resource } = slimJson();
  const block = (type: string, name: string) => resource[type]?.[name] as Block;
  const resources = (name: string) => block("aws_batch_compute_environment", `${name}_environment`).compute_resources;

  test("for multi-node jobs is on demand, in one subnet, a placement group and a security group of nodes", () => {
    expect(resources("r5_multi_24")).toMatchObject({
      type: "EC2",
      max_vcpus: 1920,
      instance_type: ["r5.24xlarge"],
      placement_group: "${aws_placement_group.r5_multi_24_nodes.name}",
      subnets: ["${aws_subnet.network_private_1.id}"],
      security_group_ids: ["${aws_security_group.nodes.id}"],
    });
    expect(block("aws_placement_group", "r5_multi_24_nodes").strategy).toBe("cluster");
    const rules = all(resource, "aws_vpc_security_group_ingress_rule");
    expect(rules).toEqual([
      expect.objectContaining({
        security_group_id: "${aws_security_group.nodes.id}",
        referenced_security_group_id: "${aws_security_group.nodes.id}",
      }),
    ]);
  });

  test("for single nodes is in all subnets, and nothing comes in", () => {
    const spot = resources("m4_spot") as Block;
    expect(spot).toMatchObject({
      type: "SPOT",
      allocation_strategy: "SPOT_PRICE_CAPACITY_OPTIMIZED",
      max_vcpus: 2048,
      subnets: ["${aws_subnet.network_private_1.id}", "${aws_subnet.network_private_2.id}"],
      security_group_ids: ["${aws_security_group.batch.id}"],
    });
    expect(spot).not.toHaveProperty("placement_group");
  });

  test("has one queue, of its name", () => {
    expect(block("aws_batch_job_queue", "r5_spot_48_queue")).toMatchObject({
      name: "acme-slim-r5-spot-48",
      compute_environment_order: [
        { order: 1, compute_environment: "${aws_batch_compute_environment.r5_spot_48_environment.arn}" },
      ],
    });
  });

  test("switches off the processors behind those that jobs see", () => {
    expect(shellScript(block("aws_launch_template", "r5_spot_24_template"))).toContain("seq 24 ");
    expect(shellScript(block("aws_launch_template", "r5_spot_48_template"))).toContain("seq 48 ");
  });

  test("lends its instances' credentials to jobs only where these have no role of their own", () => {
    const hops = (slim: Record<string, unknown>) =>
      all(slimJson({ slim }).resource, "aws_launch_template").map(({ metadata_options }) => metadata_options);
    expect(hops({ environments: ONLY_SPOT })).toMatchObject([{ http_put_response_hop_limit: 2 }]);
    expect(hops({ environments: ONLY_SPOT, jobRole: { create: true } })).toMatchObject([
      { http_put_response_hop_limit: 1 },
    ]);
  });

  test("mounts a shared file system at /efs for multi-node jobs, and for no others", () => {
    const made = slimJson({ slim: { sharedFileSystem: { existing: "fs-0123456789abcdef0" } } });
    const mounting = Object.entries(made.resource.aws_launch_template ?? {}).filter(([, template]) =>
      JSON.stringify(template).includes("/efs"),
    );
    expect(mounting.map(([name]) => name).sort()).toEqual(["c5n_multi_18_template", "r5_multi_24_template"]);
    expect(JSON.stringify(mounting)).toContain("fs-0123456789abcdef0");
  });

  test("has a spot fleet role only by BEST_FIT on spot instances, with AWS's policy for it", () => {
    expect(addresses(slimJson()).filter((address) => address.includes("spot_fleet"))).toEqual([]);
    const made = slimJson({ slim: { environments: { ...ONLY_SPOT, "m4-spot": { allocationStrategy: "BEST_FIT" } } } });
    expect(made.resource.aws_iam_role_policy_attachment).toMatchObject({
      spot_fleet_AmazonEC2SpotFleetTaggingRole: {
        policy_arn: "arn:aws:iam::aws:policy/service-role/AmazonEC2SpotFleetTaggingRole",
      },
    });
    const { compute_resources } = only(made.resource, "aws_batch_compute_environment");
    expect(compute_resources).toMatchObject({
      spot_iam_fleet_role: `${ACCOUNT}:role/groundwork/acme/slim/acme-slim-spot-fleet`,
    });
  });
});
