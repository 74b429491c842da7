import { dataBucketModule } from "../../registry/data-bucket";

test("the data-bucket module leaves an existing bucket alone: everything that it makes is counted", () => {
  const module = dataBucketModule();
  const resources = module.elementsOf("resource");
  expect(resources.length).toBe(6);
  for (const resource of resources) expect(module.bodyOf(resource).count).toBe("${var.create ? 1 : 0}");
});
