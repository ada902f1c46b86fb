"""The package of shop.ts, written in Python. Writes the chart into the folder that it is given, and tells how on its last line."""
import json
import sys
import time

import cdk8s
import cdk8s_plus_28 as kplus
from cdk8s_postgres import HelmPackage, ReleaseOptions, Value


class Shop(HelmPackage):
    def __init__(self):
        self.calls = 0
        super().__init__(
            name="shop",
            version="1.0.0",
            app_version="4.2",
            description="A shop, packaged from Python.",
            values={
                "image": Value.string(default="shop:4.2", description="Container image."),
                "replicas": Value.integer(default=2, minimum=1),
                "mode": Value.enumeration(["plain", "fast", "safe"], default="plain", description="How orders are kept."),
                "debug": Value.boolean(),
                "metrics": Value.boolean(default=True),
                "account": Value.boolean(),
                "quiet": Value.boolean(),
                "batch": Value.boolean(),
                "ingress": Value.optional({
                    "host": Value.string(min_length=1),
                    "tls": Value.boolean(default=True),
                }),
                "motto": Value.string(optional=True),
                "queues": Value.list(Value.object({
                    "name": Value.string(min_length=1),
                    "depth": Value.integer(default=10),
                    "durable": Value.boolean(),
                })),
                "settings": Value.map(Value.string(), default={"currency": "EUR"}),
                "affinity": Value.kubernetes("v1.Affinity"),
            },
        )

    def define(self, scope, values):
        self.calls += 1
        if values.boolean("batch") and values.string("mode") == "safe":
            raise ValueError("Batches run in the modes plain and fast only.")
        arguments = [f"--mode={values.string('mode')}"]
        if values.boolean("debug"):
            arguments.append("--debug")
        if values.boolean("quiet") and not values.boolean("debug"):
            arguments.append("--quiet")
        app = kplus.Deployment(
            scope, "shop",
            replicas=values.number("replicas"),
            containers=[kplus.ContainerProps(image=values.string("image"), port_number=8080, args=arguments)],
            automount_service_account_token=values.boolean("account"),
        )
        service = app.expose_via_service()
        if values.boolean("metrics"):
            service.metadata.add_annotation("prometheus.io/scrape", "true")
        if values.has("ingress"):
            group = values.group("ingress")
            ingress = kplus.Ingress(scope, "ingress")
            ingress.add_host_rule(group.string("host"), "/", kplus.IngressBackend.from_service(service))
            if group.boolean("tls"):
                secret = kplus.Secret.from_secret_name(scope, "certificate", "shop-tls")
                ingress.add_tls([kplus.IngressTls(hosts=[group.string("host")], secret=secret)])

        lines = [f"mode = {values.string('mode')}"]
        if values.has("motto"):
            lines.append(f"motto = {values.string('motto')}")
        for queue in values.groups("queues"):
            durable = " durable" if queue.boolean("durable") else ""
            lines.append(f"queue {queue.string('name')} {queue.number('depth')}{durable}")
        kplus.ConfigMap(scope, "config", data={"shop.conf": "\n".join(lines) + "\n"})
        kplus.ConfigMap(scope, "settings", data={"built-in": "yes", **values.map("settings")})

        if values.boolean("batch"):
            pod = {"restartPolicy": "OnFailure", "containers": [{"name": "batch", "image": values.string("image")}]}
            if values.has("affinity"):
                pod["affinity"] = values.opaque("affinity")
            job = cdk8s.ApiObject(scope, "batch", api_version="batch/v1", kind="Job")
            job.add_json_patch(cdk8s.JsonPatch.add("/spec", {"template": {"spec": pod}}))
        if values.has("affinity"):
            cdk8s.ApiObject.of(app).add_json_patch(cdk8s.JsonPatch.add("/spec/template/spec/affinity", values.opaque("affinity")))


class Wrong(HelmPackage):
    """A package whose construct does what it is told with the number of replicas."""

    def __init__(self, use, name="wrong", **values):
        self.use = use
        super().__init__(name=name, version="1.0.0", values={"replicas": Value.integer(default=2, minimum=1), **values})

    def define(self, scope, values):
        kplus.ConfigMap(scope, "map", data={"twice": self.use(values)})


def refusal(what):
    try:
        what()
    except Exception as error:
        return str(error)
    return "it is not refused"


def main(folder):
    shop = Shop()
    started = time.monotonic()
    report = shop.write(folder)
    seconds = time.monotonic() - started
    print(json.dumps({
        "seconds": seconds,
        "calls": shop.calls,
        "rows": report.rows,
        "switches": report.switches,
        "objects": shop.synth({"replicas": 5, "batch": True, "affinity": {"nodeAffinity": {}}}, release=ReleaseOptions(name="r", namespace="n")),
        "refusals": {
            "name": refusal(lambda: Wrong(str, "Wrong Name")),
            "default": refusal(lambda: Wrong(str, a=Value.string(min_length=3, default="x"))),
            "value": refusal(lambda: shop.synth({"replicas": 0})),
            "missing": refusal(lambda: Wrong(lambda values: str(values.number("replica"))).synth()),
            "arithmetic": refusal(lambda: Wrong(lambda values: str(values.number("replicas") * 2)).write(f"{folder}-wrong")),
            "construct": refusal(lambda: shop.synth({"batch": True, "mode": "safe"})),
        },
    }))


if __name__ == "__main__":
    main(sys.argv[1])
