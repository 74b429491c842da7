import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { type Emulator, startEmulator } from "../../tools/emulator";
import { findInterpreter } from "../../tools/emulator/interpreter";

const TOOLS = join(__dirname, "..", "..", "tools");
const LAUNCHER = join(TOOLS, "emulator", "launcher.py");

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ account: "111122223333", region: "eu-west-2" });
}, 360_000);

afterAll(() => emulator.stop());

test("an emulator answers as the account it was given", async () => {
  const answer = await query(emulator, "sts", "Action=GetCallerIdentity&Version=2011-06-15");
  expect(answer).toContain("<Account>111122223333</Account>");
});

test("an emulator listens on loopback only", () => {
  expect(emulator.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

test("an emulator lists what was made, until it is deleted, and nothing that AWS brings", async () => {
  const vpcs = await query(emulator, "ec2", "Action=DescribeVpcs&Version=2016-11-15");
  expect(vpcs).toContain("<isDefault>true</isDefault>");
  await parameter("GetParametersByPath", { Path: "/aws/service/ami-amazon-linux-latest" });
  expect(await emulator.inventory()).toEqual([]);

  await query(emulator, "iam", "Action=CreateUser&UserName=ada&Version=2010-05-08");
  await parameter("PutParameter", { Name: "/acme/key", Value: "x", Type: "String" });
  expect(await emulator.inventory()).toEqual([
    {
      service: "iam",
      type: "AWS::IAM::User",
      id: "arn:aws:iam::111122223333:user/ada",
      account: "111122223333",
      region: "aws",
    },
    { service: "ssm", type: "AWS::SSM::Parameter", id: "/acme/key", account: "111122223333", region: "eu-west-2" },
  ]);

  await query(emulator, "iam", "Action=DeleteUser&UserName=ada&Version=2010-05-08");
  await parameter("DeleteParameter", { Name: "/acme/key" });
  expect(await emulator.inventory()).toEqual([]);
});

test("an emulator names the deletion of a service-linked role as AWS does", async () => {
  const iam = (parameters: string) => query(emulator, "iam", `${parameters}&Version=2010-05-08`);
  await iam("Action=CreateServiceLinkedRole&AWSServiceName=spotfleet.amazonaws.com");
  expect(await iam("Action=DeleteServiceLinkedRole&RoleName=AWSServiceRoleForEC2SpotFleet")).toMatch(
    /<DeletionTaskId>task\/aws-service-role\/spotfleet\.amazonaws\.com\/AWSServiceRoleForEC2SpotFleet\/[0-9a-f-]{36}</,
  );
});

test("an emulator survives an interrupt at the terminal, which is for those who use it", async () => {
  process.kill(emulator.pid, "SIGINT");
  await wait(300);
  expect(await emulator.inventory()).toEqual([]);
});

test("a second emulator stands beside the first, knows nothing of it, and leaves no process when it is stopped", async () => {
  const second = await startEmulator({ account: "444455556666", region: "us-east-1" });
  await query(second, "iam", "Action=CreateUser&UserName=eve&Version=2010-05-08");
  expect([(await second.inventory()).length, (await emulator.inventory()).length]).toEqual([1, 0]);

  await second.stop();
  expect(alive(second.pid)).toBe(false);
  await expect(second.inventory()).rejects.toThrow();
}, 360_000);

test("an emulator leaves no process when the process that started it is killed", async () => {
  const program = `
    require(${JSON.stringify(join(TOOLS, "emulator"))})
      .startEmulator({ account: "111122223333", region: "eu-west-2" })
      .then((emulator) => console.log(emulator.pid))`;
  const parent = spawn("node", ["--require", "tsx/cjs", "--eval", program], { stdio: ["ignore", "pipe", "inherit"] });
  const [pid] = await once(createInterface({ input: parent.stdout }), "line");
  expect(alive(Number(pid))).toBe(true);

  parent.kill("SIGKILL");
  expect(await ends(Number(pid))).toBe(true);
}, 360_000);

test("an emulator ends by itself when its time is up", async () => {
  const args = [LAUNCHER, "--parent", String(process.pid), "--seconds", "2"];
  const forgotten = spawn(await findInterpreter(), args, { stdio: "ignore" });
  const [code] = await once(forgotten, "exit");
  expect(code).toBe(0);
}, 360_000);

async function query(to: Emulator, service: string, body: string): Promise<string> {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return (await to.call(service, "/", { method: "POST", headers, body })).text();
}

async function parameter(operation: string, body: object): Promise<void> {
  const headers = { "x-amz-target": `AmazonSSM.${operation}`, "content-type": "application/x-amz-json-1.1" };
  const answer = await emulator.call("ssm", "/", { method: "POST", headers, body: JSON.stringify(body) });
  expect(answer.status).toBe(200);
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function ends(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 50 && alive(pid); tries++) await wait(100);
  return !alive(pid);
}
