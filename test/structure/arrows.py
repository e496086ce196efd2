"""Who may include whom. The one table: test_arrows.py holds the sources and docs/architecture.md to it."""

DATAPLANE = ("dataplane/files", "dataplane/git", "dataplane/objects", "dataplane/sandbox")

# room → the rooms it may look into, beside itself. "services" is any one service: never another's folder.
ARROWS = {
    "base": (),
    "store": ("base",),
    "auth": ("base",),
    "protocol": ("base",),
    "ports": ("auth", "protocol", "store", "base"),
    "dataplane/git": ("dataplane/files", "base"),
    "dataplane/objects": ("store", "base"),
    "dataplane/files": ("base",),
    "dataplane/sandbox": ("dataplane/files", "base"),
    "http": ("base",),
    "gateway": ("ports", "protocol", "auth", "store", "base"),
    "aws": ("api", "ports", "auth", "protocol", "store", "base"),
    "services": ("aws", "api", "ports", *DATAPLANE, "protocol", "auth", "store", "base"),
    "app": ("services", "gateway", "http", "aws", "api", "ports", *DATAPLANE, "protocol", "auth", "store", "base"),
    "main": ("app", "base"),
}

# Tests may also look at the generated interfaces: codecs are tried on real models.
TESTS_ALSO = ("api",)

# Services that store or hand out a document in the model's own form, and so use the codecs themselves.
SERVICES_WITH_MODEL_DOCUMENTS = {"codepipeline": "a pipeline's definition is stored as the JSON it came as"}

# A foreign library's headers (prefix) → the rooms that hide it from the others.
LIBRARIES = {
    "boost/context": ("http",),
    "boost/": ("http",),
    "rocksdb/": ("store",),
    "git2": ("dataplane/git",),
    "archive": ("dataplane/files",),
    "cbor": ("protocol",),
    "seccomp": ("dataplane/sandbox",),
    "pugixml": ("protocol",),
    "re2/": ("protocol", "services/logs", "services/ssm"),
    "simdjson": ("base", "protocol"),
    "spdlog/": ("base",),
    "yaml-cpp/": ("services/codebuild",),
    "CLI/": ("main",),
    "zlib": ("base", "dataplane/git"),
    "openssl/": ("base", "store", "dataplane/objects", "auth", "http", "app"),
}


def allowed(room):
    """The rooms that this one may include, beside itself."""
    return ARROWS["services" if room.startswith("services/") else room]
