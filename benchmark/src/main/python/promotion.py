"""What the relay does about a scheduled promotion, as a function in Python would do it.

It asks the same of AWS in the same order, which the benchmark verifies, and checks what the relay checks on this way.
Environments with gates it refuses.
"""

import base64
import datetime
import email.utils
import hashlib
import json
import secrets
import string

import boto3
from botocore.config import Config

S3 = boto3.client("s3", config=Config(retries={"mode": "standard"}, request_checksum_calculation="when_required"))
# SendCommand has no idempotency token: whatever is repeated here could start a command twice.
SSM = boto3.client("ssm", config=Config(retries={"total_max_attempts": 1}))

DELIVERY = datetime.timedelta(minutes=10)
ALPHABET = string.digits + string.ascii_lowercase


class Refusal(Exception):
    """What would have to be true for a promotion."""


class Stage:
    """One environment of a database: its bucket and what its parameter says."""

    def __init__(self, database, name, parameter):
        self.database = database
        self.name = name
        self.parameter = parameter
        self.place = {"Bucket": parameter["bucket"], "ExpectedBucketOwner": parameter["bucketOwner"]}

    def read(self, key):
        """The body and the whole answer."""
        answer = S3.get_object(Key=f"{self.database}/{key}", **self.place)
        return answer["Body"].read(), answer

    def read_json(self, key):
        return json.loads(self.read(key)[0])

    def write(self, key, body, content_type="application/json", **condition):
        """Creates the object, or replaces the version that the condition names."""
        checksum = base64.b64encode(hashlib.sha256(body).digest()).decode()
        S3.put_object(
            Key=f"{self.database}/{key}",
            Body=body,
            ContentType=content_type,
            ChecksumSHA256=checksum,
            **self.place,
            **(condition or {"IfNoneMatch": "*"}),
        )

    def evidence(self, deployment):
        """Its order, and the receipt that repeats what the order says."""
        order = self.read_json(f"deployments/{deployment}/order.json")
        receipt = self.read_json(f"deployments/{deployment}/receipt.json")
        repeated = {"database": self.database, "environment": self.name, "deployment": deployment}
        for document in (order, receipt):
            if any(document[member] != value for member, value in repeated.items()):
                raise Refusal(f"what stands at deployment {deployment} of {self.name} is about something else")
        if any(order[member] != receipt[member] for member in ("bundle", "action")):
            raise Refusal(f"the receipt of {deployment} in {self.name} does not fit its order")
        return order, receipt

    def host(self):
        """An instance that is online, the one heard of last."""
        hosts = self.parameter["hosts"]
        pages = SSM.get_paginator("describe_instance_information").paginate(
            Filters=[{"Key": f"tag:{hosts['tag']}", "Values": [hosts["value"]]}]
        )
        tagged = [instance for page in pages for instance in page["InstanceInformationList"]]
        online = [instance for instance in tagged if instance["PingStatus"] == "Online"]
        if not online:
            raise Refusal(f"no Flyway host of {self.name} is online")
        return max(online, key=lambda instance: instance["LastPingDateTime"])["InstanceId"]

    def send(self, host, deployment):
        SSM.send_command(
            DocumentName=self.parameter["documents"]["migrate"],
            InstanceIds=[host],
            Parameters={"deployment": [deployment]},
            TimeoutSeconds=int(DELIVERY.total_seconds()),
            OutputS3BucketName=self.parameter["bucket"],
            OutputS3KeyPrefix=f"{self.database}/logs/{deployment}",
            Comment=f"db-promote {self.database} {self.name} {deployment}"[:100],
        )


def handle(event, context):
    try:
        decision = promote(event["database"], event["environment"], context.invoked_function_arn)
    except Refusal as refusal:
        decision = {"level": "WARN", "decision": str(refusal)}
    decision = {"database": event["database"], "environment": event["environment"], **decision}
    print(json.dumps({**decision, "requestId": context.aws_request_id}))
    return {"decisions": [decision]}


def promote(database, environment, name):
    stages = read_stages(database)
    target = stages[environment]
    if target.parameter.get("gates"):
        raise Refusal("the gates of this environment are unknown here")
    source = stages[target.parameter["promotesFrom"]]

    body, answer = target.read("ledger.json")
    ledger = json.loads(body)
    if "inFlight" in ledger:
        raise Refusal(f"in flight: {ledger['inFlight']['deployment']}")
    if "paused" in ledger:
        raise Refusal(f"paused by {ledger['paused']['by']}")
    now = email.utils.parsedate_to_datetime(answer["ResponseMetadata"]["HTTPHeaders"]["date"])

    live = live_bundle(source)
    if is_proven(ledger, live["bundle"]):
        return {"level": "INFO", "decision": "nothing to do"}
    order, receipt = source.evidence(live["deployment"])
    if receipt["outcome"] != "SUCCEEDED" or receipt["bundle"] != live["bundle"]:
        raise Refusal(f"nothing proves that {live['bundle']} succeeded in {source.name}")
    refuse_target_ahead(target, ledger, receipt)
    bundle, _ = source.read(f"bundles/{live['bundle']}.jar")
    if hashlib.sha256(bundle).hexdigest() != live["bundle"]:
        raise Refusal(f"the bytes of bundle {live['bundle']} are others")

    host = target.host()
    target.write(f"bundles/{live['bundle']}.jar", bundle, "application/java-archive")
    promotion = new_order(target, source, order, now, name)
    deployment = promotion["deployment"]
    target.write(f"deployments/{deployment}/order.json", json.dumps(promotion).encode())
    begun = {
        **ledger,
        "revision": ledger["revision"] + 1,
        "writer": secrets.token_hex(16),
        "inFlight": {"deployment": deployment},
    }
    target.write("ledger.json", json.dumps(begun).encode(), IfMatch=answer["ETag"])
    target.send(host, deployment)
    return {"level": "INFO", "decision": "promoted", "deployment": deployment, "bundle": live["bundle"]}


def read_stages(database):
    root = f"/db-promote/{database}"
    pages = SSM.get_paginator("get_parameters_by_path").paginate(Path=root)
    names = {
        parameter["Name"][len(root) + 1 :]: json.loads(parameter["Value"])
        for page in pages
        for parameter in page["Parameters"]
    }
    return {name: Stage(database, name, parameter) for name, parameter in names.items()}


def live_bundle(source):
    ledger = source.read_json("ledger.json")
    if "inFlight" in ledger:
        raise Refusal(f"{source.name} is still working on {ledger['inFlight']['deployment']}")
    if "live" not in ledger or not is_proven(ledger, ledger["live"]["bundle"]):
        raise Refusal(f"what was tried last in {source.name} has not succeeded there")
    return ledger["live"]


def is_proven(ledger, bundle):
    last = ledger.get("last", {})
    return (
        ledger.get("live", {}).get("bundle") == bundle
        and last.get("bundle") == bundle
        and last["outcome"] == "SUCCEEDED"
        and "clearedBy" not in last
    )


def refuse_target_ahead(target, ledger, proof):
    if "history" not in ledger:
        return
    _, receipt = target.evidence(ledger["history"]["deployment"])
    proven = {row["script"] for row in proof["history"]}
    ahead = [row["script"] for row in receipt["history"] if row["success"] and row["script"] not in proven]
    if ahead:
        raise Refusal(f"{target.name} has what {proof['environment']} lacks: {', '.join(ahead)}")


def new_order(target, source, origin, now, name):
    word = "".join(secrets.choice(ALPHABET) for _ in range(8))
    order = {
        "format": 1,
        "deployment": f"d-{now:%Y%m%d-%H%M%S}-{word}",
        "action": "migrate",
        "database": target.database,
        "environment": target.name,
        "bundle": origin["bundle"],
        "source": {"environment": source.name, "deployment": origin["deployment"]},
        "requestedBy": name,
        "createdAt": f"{now:%Y-%m-%dT%H:%M:%SZ}",
        "notAfter": f"{now + DELIVERY:%Y-%m-%dT%H:%M:%SZ}",
    }
    if "publishedBy" in origin:
        order["publishedBy"] = origin["publishedBy"]
    if "postgresql" in target.parameter:
        order["postgresql"] = target.parameter["postgresql"]
    return order
