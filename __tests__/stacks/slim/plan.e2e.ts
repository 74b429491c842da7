import { type Emulator, startEmulator } from "../../../tools/emulator";
import { findTerraform } from "../../../tools/terraform";
import { Deployment } from "../deployment";

const MINUTES = 60_000;

interface Planned {
  readonly address: string;
  readonly change: { readonly actions: readonly string[]; readonly after: Readonly<Record<string, unknown>> };
}

describe("multi-node environments of slim, planned only: the emulator has no placement groups", () => {
  let emulator: Emulator;
  let slim: Deployment;
  let planned: readonly Planned[];

  beforeAll(async () => {
    const terraform = await findTerraform();
    emulator = await startEmulator({ account: "111122223333", region: "eu-west-2" });
    slim = new Deployment("slim", terraform, emulator);
    slim.settings(`
name: acme
account: "111122223333"
region: eu-west-2
network: create
systems:
  slim: { users: [ada], sharedFileSystem: { create: true } }
`);
    await slim.init();
    const { code, stderr } = await slim.run("plan", "-input=false", "-out=planned");
    if (code !== 0) throw new Error(stderr);
    planned = JSON.parse((await slim.run("show", "-json", "planned")).stdout).resource_changes;
  }, 9 * MINUTES);

  afterAll(async () => {
    await emulator?.stop();
    slim?.remove();
  });

  /** What a resource will be, as far as a plan knows. */
  const planOf = (address: string) => planned.find((it) => it.address === address)?.change.after ?? {};

  test("the published five are created, with a queue for each", () => {
    const queues = planned.filter(({ address }) => address.startsWith("aws_batch_job_queue."));
    expect(queues.map(({ change }) => [change.actions, change.after.name])).toEqual([
      [["create"], "acme-slim-c5n-multi-18"],
      [["create"], "acme-slim-m4-spot"],
      [["create"], "acme-slim-r5-multi-24"],
      [["create"], "acme-slim-r5-spot-24"],
      [["create"], "acme-slim-r5-spot-48"],
    ]);
  });

  test.each(["r5_multi_24", "c5n_multi_18"])("%s stands in a cluster placement group of its own", (name) => {
    const groupName = `acme-slim-${name.replaceAll("_", "-")}`;
    expect(planOf(`aws_placement_group.${name}_nodes`)).toMatchObject({ name: groupName, strategy: "cluster" });
    expect(planOf(`aws_batch_compute_environment.${name}_environment`)).toMatchObject({
      compute_resources: [{ type: "EC2", placement_group: groupName }],
    });
  });

  test("the shared file system is mounted from the nodes' security group", () => {
    expect(planOf("aws_efs_file_system.shared")).toMatchObject({ encrypted: true });
    expect(planOf("aws_vpc_security_group_ingress_rule.shared_access_nfs_1")).toMatchObject({
      from_port: 2049,
      to_port: 2049,
    });
  });
});
