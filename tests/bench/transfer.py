"""Runs the cases of the transfer benchmark and prints one table for each. transfer.sh starts the store and calls it.

Within a case the tools take turns, so that a machine that grows slower during the run slows all of them alike. The
first round warms up and compares every byte; the others are measured and compare names and sizes.
"""

import filecmp
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import namedtuple
from pathlib import Path
from statistics import median

import boto3
from botocore.config import Config

KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30
WORK = Path(sys.argv[1])
HERE = Path(__file__).parent
STORE = os.environ["BENCH_STORE"]
URL = os.environ["BENCH_URL"]
KEY, SECRET = os.environ["BENCH_KEY"], os.environ["BENCH_SECRET"]
STORE_PID = int(os.environ["BENCH_STORE_PID"])
S3_CONNECT = os.environ.get("S3_CONNECT_BIN", "")
TOOLS = os.environ.get("BENCH_TOOLS", "s3-connect s5cmd rclone boto3").split()
CASES = os.environ.get("BENCH_CASES", "small medium large unchanged").split()
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
SCALE = float(os.environ.get("BENCH_SCALE", "1"))
REGION, BUCKET = "us-east-1", "bench-transfer"
CORES = os.cpu_count()

PYTHON = Path(os.environ["BENCH_TRANSFER"]) / "bin/python"
RCLONE = PYTHON.with_name("rclone")
# The program itself: the package's own `s5cmd` is a Python script that starts it.
S5CMD = next(PYTHON.parents[1].glob("lib/python3*/site-packages/s5cmd/bin/s5cmd"))

s3 = boto3.client(
    "s3",
    endpoint_url=URL,
    region_name=REGION,
    aws_access_key_id=KEY,
    aws_secret_access_key=SECRET,
    config=Config(signature_version="s3v4", s3={"addressing_style": "path"}),
)


def log(text):
    print(f"▸ {text}", file=sys.stderr, flush=True)


# --- the tools ---------------------------------------------------------------------------------------------

# rclone as its documentation tunes it for many files: more transfers than the default 4, no look at a target known to
# be empty, and the store's own times, which saves a HEAD per object.
RCLONE_COPY = [RCLONE, "copy", "--transfers", "32", "--checkers", "32", "--s3-no-check-bucket", "--use-server-modtime"]
RCLONE_EMPTY = ["--no-traverse", "--no-check-dest"]
SETTINGS = {
    "s3-connect": "defaults",
    "s5cmd": "defaults",
    "rclone": " ".join(map(str, RCLONE_COPY[2:] + RCLONE_EMPTY)),
    "boto3": "defaults, one file after another",
}
# A listing alone is measured as a tool of its own.
LISTS = {"boto3": "boto3 list", "s5cmd": "s5cmd ls"}


def environment(tool):
    """Returns a tool's environment, with the store's address and keys. s3-connect reads those from a file instead."""
    tool = tool.split()[0]
    env = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "RCLONE_", "S3_"))}
    if tool == "rclone":
        # With the provider AWS, rclone refuses to upload over plain HTTP. With Other, it uses the old API by default.
        remote = {"TYPE": "s3", "PROVIDER": "Other", "ENDPOINT": URL, "REGION": REGION, "LIST_VERSION": "2"}
        remote |= {"ACCESS_KEY_ID": KEY, "SECRET_ACCESS_KEY": SECRET}
        env |= {f"RCLONE_CONFIG_BENCH_{name}": value for name, value in remote.items()}
        env["RCLONE_CONFIG"] = str(WORK / "none.conf")
    elif tool != "s3-connect":
        env |= {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_REGION": REGION}
        env |= {"AWS_DEFAULT_REGION": REGION, "AWS_ENDPOINT_URL": URL, "S3_ENDPOINT_URL": URL}
    return env


def config_file(prefix):
    path = WORK / f"{prefix}.json"
    place = {"bucket": BUCKET, "path_prefix": prefix, "region": REGION, "endpoint": URL}
    path.write_text(json.dumps(place | {"aws_access_key_id": KEY, "aws_secret_access_key": SECRET}))
    path.chmod(0o600)
    return path


def fetch_command(tool, prefix, out):
    match tool:
        case "s3-connect":
            return [S3_CONNECT, "fetch", "--config", config_file(prefix), "--out", out]
        case "s5cmd":
            return [S5CMD, "cp", f"s3://{BUCKET}/{prefix}/*", f"{out}/"]
        case "rclone":
            return [*RCLONE_COPY, *RCLONE_EMPTY, f"bench:{BUCKET}/{prefix}", out]
        case "boto3":
            return [PYTHON, HERE / "boto3_loop.py", "fetch", BUCKET, f"{prefix}/", out]


def export_command(tool, source, prefix):
    match tool:
        case "s3-connect":
            return [S3_CONNECT, "export", "--config", config_file(prefix), "--from", source]
        case "s5cmd":
            return [S5CMD, "cp", f"{source}/", f"s3://{BUCKET}/{prefix}/"]
        case "rclone":
            return [*RCLONE_COPY, *RCLONE_EMPTY, source, f"bench:{BUCKET}/{prefix}"]
        case "boto3":
            return [PYTHON, HERE / "boto3_loop.py", "export", BUCKET, f"{prefix}/", source]


def update_command(tool, prefix, out):
    """Returns the command of a tool's cheapest run over files that are there already."""
    match tool:
        case "s3-connect":
            return [S3_CONNECT, "fetch", "--flow", "demo", "--tenant", "bench", "--out", out, "--incremental", "--json"]
        case "s5cmd":
            return [S5CMD, "sync", f"s3://{BUCKET}/{prefix}/*", f"{out}/"]
        case "rclone":
            return [*RCLONE_COPY, "--fast-list", "--size-only", f"bench:{BUCKET}/{prefix}", out]
        case "boto3":
            return [PYTHON, HERE / "boto3_loop.py", "update", BUCKET, f"{prefix}/", out]
        case "boto3 list":
            return [PYTHON, HERE / "boto3_loop.py", "list", BUCKET, f"{prefix}/"]
        case "s5cmd ls":
            return [S5CMD, "ls", f"s3://{BUCKET}/{prefix}/*"]


# --- measuring ---------------------------------------------------------------------------------------------

Sample = namedtuple("Sample", "seconds cpu peak store_cpu problem")


def cpu_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(command, env):
    """Runs a command and returns what it took, with a problem if it failed.

    GNU time reads the peak memory. A process that Python starts itself inherits Python's own peak, which is higher than
    that of a lean tool.
    """
    # Otherwise the disk would still be writing files of the previous tool.
    os.sync()
    usage_file, log_file = WORK / "usage", WORK / "log"
    store_before = cpu_seconds(STORE_PID)
    started = time.perf_counter()
    with log_file.open("wb") as output:
        full = ["/usr/bin/time", "-q", "-f", "%U %S %M", "-o", usage_file, *command]
        status = subprocess.run(full, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=output).returncode
    seconds = time.perf_counter() - started
    user, system, peak = usage_file.read_text().split()[-3:]
    problem = None
    if status:
        last = (log_file.read_text(errors="replace").strip().splitlines() or [""])[-1]
        problem = f"ended with {status}: {last[:200]}"
    return Sample(seconds, float(user) + float(system), int(peak) / 1024, cpu_seconds(STORE_PID) - store_before, problem)


def run_s5cmd(*args):
    result = subprocess.run([S5CMD, *args], env=environment("s5cmd"), capture_output=True, text=True)
    if result.returncode:
        raise SystemExit(f"bench: s5cmd {' '.join(args)}: {result.stderr[-500:]}")


def measure_request_rate(url, *args):
    """Returns how many requests per second an otherwise idle store answers."""
    result = subprocess.run(["wrk", "-t1", "-c16", "-d3s", *args, url], capture_output=True, text=True, check=True)
    if failed := re.search(r"Non-2xx.*", result.stdout):
        raise SystemExit(f"bench: the store's own speed cannot be measured: {failed[0]}")
    return float(re.search(r"Requests/sec: *([\d.]+)", result.stdout)[1])


def measure_store_alone(size):
    """Returns the requests and MiB per second of the idle store for objects of one size, at most 8 MiB like a part."""
    size = min(size, 8 * MIB)
    body = WORK / "body"
    body.write_bytes(os.urandom(size))
    # Enough keys that few are written twice, because replacing an object takes the store longer.
    keys = [f"alone/{number}" for number in range(20_000 if size < MIB else 300)]
    addresses = [s3.generate_presigned_url("put_object", {"Bucket": BUCKET, "Key": key}) for key in keys]
    (WORK / "puts").write_text("\n".join(addresses))
    os.environ |= {"BENCH_PUTS": str(WORK / "puts"), "BENCH_BODY": str(body)}
    puts = measure_request_rate(URL, "-s", HERE / "put.lua")
    s3.put_object(Bucket=BUCKET, Key="alone/read", Body=body.read_bytes())
    gets = measure_request_rate(s3.generate_presigned_url("get_object", {"Bucket": BUCKET, "Key": "alone/read"}))
    run_s5cmd("rm", f"s3://{BUCKET}/alone/*")
    return {"fetch": (gets, gets * size / MIB), "export": (puts, puts * size / MIB)}


# --- checking the result -----------------------------------------------------------------------------------


def file_sizes(folder):
    """Returns the size of each file below a folder, by its relative path."""
    paths = (Path(directory) / name for directory, _, names in os.walk(folder) for name in names)
    return {str(path.relative_to(folder)): path.stat().st_size for path in paths}


def list_sizes(prefix):
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=f"{prefix}/")
    return {item["Key"].removeprefix(f"{prefix}/"): item["Size"] for page in pages for item in page.get("Contents", [])}


def describe_difference(expected, found):
    """Describes how the files found differ from those expected. Returns None if they do not."""
    if expected == found:
        return None
    missing, extra = expected.keys() - found.keys(), found.keys() - expected.keys()
    sizes = [name for name in expected.keys() & found.keys() if expected[name] != found[name]]
    example = next(iter([*missing, *extra, *sizes]))
    return f"{len(missing)} files are missing, {len(extra)} are extra, {len(sizes)} differ in size, such as {example}"


def find_different_bytes(source, out, names):
    for name in names:
        if not filecmp.cmp(source / name, out / name, shallow=False):
            return f"{name} has other bytes"
    return None


# --- the cases ---------------------------------------------------------------------------------------------


def make_files(folder, count, size):
    for number in range(count):
        directory = folder / f"{number // 100:04}"
        directory.mkdir(parents=True, exist_ok=True)
        with (directory / f"{number:06}.bin").open("wb") as file:
            for start in range(0, size, MIB):
                file.write(os.urandom(min(MIB, size - start)))


def run_in_turns(tools, run):
    """Calls run(tool, is_warm_up) for each tool in each round. Each round begins with another tool."""
    samples = {tool: [] for tool in tools}
    for turn in range(ROUNDS + 1):
        first = turn % len(tools)
        for tool in tools[first:] + tools[:first]:
            sample = run(tool, turn == 0)
            # The time of the warm-up does not count, but a problem does.
            if turn or sample.problem:
                samples[tool].append(sample)
        log(f"  round {turn} of {ROUNDS}")
    return samples


def format_size(size):
    for unit, name in ((GIB, "GiB"), (MIB, "MiB"), (KIB, "KiB")):
        if size >= unit:
            return f"{size / unit:.4g} {name}"
    return f"{size} bytes"


def print_table(title, samples, per_second, unit, compared):
    """Prints a line for each tool, the fastest first. Returns the medians of the tools without a problem."""
    print(f"\n{title}")
    head = f"  {'':<20} {'median':>9} {'fastest–slowest':>16} {unit:>10} {'× ' + compared:>10} {'peak':>11}"
    print(f"{head} {'CPU':>8} {'store CPU':>10} {'cores busy':>11}")
    medians = {
        tool: Sample(
            seconds=median(sample.seconds for sample in tool_samples),
            cpu=median(sample.cpu for sample in tool_samples),
            peak=max(sample.peak for sample in tool_samples),
            store_cpu=median(sample.store_cpu for sample in tool_samples),
            problem=None,
        )
        for tool, tool_samples in samples.items()
        if not any(sample.problem for sample in tool_samples)
    }
    for tool, row in sorted(medians.items(), key=lambda item: item[1].seconds):
        seconds = [sample.seconds for sample in samples[tool]]
        spread = f"{min(seconds):.2f}–{max(seconds):.2f} s"
        ratio = f"{medians[compared].seconds / row.seconds:.2f}" if compared in medians else ""
        busy = (row.cpu + row.store_cpu) / row.seconds
        print(
            f"  {tool:<20} {row.seconds:>7.2f} s {spread:>16} {per_second / row.seconds:>10,.0f} {ratio:>10} {row.peak:>7.0f} MiB"
            f" {row.cpu:>6.2f} s {row.store_cpu:>8.2f} s {busy:>5.2f} of {CORES}"
        )
    for tool in samples.keys() - medians.keys():
        problem = next(sample.problem for sample in samples[tool] if sample.problem)
        print(f"  {tool:<20} FAILED: {problem}")
        failed.append(tool)
    sys.stdout.flush()
    return medians


AIMS = {
    "small": {"s5cmd": 1.2, "boto3": 10.0},
    "medium": {"s5cmd": 1.0},
    "large": {"s5cmd": 1.0},
    "unchanged": {"s5cmd ls": 1.0},
}


def print_aims(case, medians):
    """Prints whether s3-connect reaches the project's aims for speed and memory."""
    ours = medians.get("s3-connect")
    if not ours:
        return
    for tool, aim in AIMS[case].items():
        if tool in medians:
            factor = medians[tool].seconds / ours.seconds
            print(f"  {'met' if factor >= aim else 'MISSED':<7} {factor:.2f} × as fast as {tool} (aim: {aim:g})")
    others = {tool: row.peak for tool, row in medians.items() if tool in TOOLS and tool != "s3-connect"}
    if others:
        least = min(others, key=others.get)
        verdict = "met" if ours.peak < others[least] else "MISSED"
        print(f"  {verdict:<7} {ours.peak:.0f} MiB at most, {least} {others[least]:.0f} MiB (aim: less than all)")
    sys.stdout.flush()


def run_case(case, count, size):
    log(f"{case}: {count:,} files of {format_size(size)}")
    source = WORK / case
    make_files(source, count, size)
    expected = file_sizes(source)
    run_s5cmd("cp", f"{source}/", f"s3://{BUCKET}/{case}/")
    alone = measure_store_alone(size)

    def fetch(tool, is_warm_up):
        out = WORK / "out"
        out.mkdir()
        sample = measure(fetch_command(tool, case, out), environment(tool))
        problem = sample.problem or describe_difference(expected, file_sizes(out))
        if is_warm_up and not problem:
            problem = find_different_bytes(source, out, expected)
        shutil.rmtree(out)
        return sample._replace(problem=problem)

    def export(tool, is_warm_up):
        prefix = f"{case}-by-{tool}"
        sample = measure(export_command(tool, source, prefix), environment(tool))
        arrived = list_sizes(prefix)
        problem = sample.problem or describe_difference(expected, arrived)
        if is_warm_up and not problem:
            back = WORK / "back"
            run_s5cmd("cp", f"s3://{BUCKET}/{prefix}/*", f"{back}/")
            problem = find_different_bytes(source, back, expected)
            shutil.rmtree(back)
        if arrived:
            run_s5cmd("rm", f"s3://{BUCKET}/{prefix}/*")
        return sample._replace(problem=problem)

    per_second, unit = (count, "files/s") if size < MIB else (count * size / MIB, "MiB/s")
    for direction, run in (("fetch", fetch), ("export", export)):
        requests, mib = alone[direction]
        limit = f"{requests:,.0f} requests/s" if size < MIB else f"{mib:,.0f} MiB/s"
        samples = run_in_turns(TOOLS, run)
        title = f"{direction}, {count:,} files of {format_size(size)}; the store alone: {limit}"
        print_aims(case, print_table(title, samples, per_second, unit, "s5cmd"))
    run_s5cmd("rm", f"s3://{BUCKET}/{case}/*")
    shutil.rmtree(source)


def save_connection(prefix):
    """Saves a connection through the API of a server that uses the sandbox as AWS. Returns the environment in which
    commands find the connection.

    The connection has no endpoint of its own, because a tenant's endpoint must not be at a private address.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    api_key = "bench-api-key-of-enough-length"
    env = environment("s3-connect") | {
        "AWS_ENDPOINT_URL": URL,
        "AWS_REGION": REGION,
        "AWS_ACCESS_KEY_ID": os.environ["BENCH_VENDOR_KEY"],
        "AWS_SECRET_ACCESS_KEY": os.environ["BENCH_VENDOR_SECRET"],
        "DATABASE_URL": f"sqlite://{WORK}/bench.db",
        "LEPTOS_SITE_ADDR": address,
        "LEPTOS_SITE_ROOT": os.environ["S3_CONNECT_SITE_ROOT"],
        # 32 zero bytes in base64. The database needs no real secret.
        "S3_CONNECT_MASTER_KEY": "A" * 43 + "=",
        "S3_CONNECT_API_KEY": api_key,
        "RUST_LOG": "warn",
    }

    def api(method, path, body=None):
        headers = {"Authorization": f"Bearer {api_key}", "Content-Type": "application/json"}
        data = json.dumps(body).encode() if body else None
        request = urllib.request.Request(f"http://{address}{path}", data, headers, method=method)
        try:
            return json.load(urllib.request.urlopen(request))
        except urllib.error.HTTPError as error:
            raise SystemExit(f"bench: {method} {path}: {error.code} {error.read().decode()}") from error

    with (WORK / "server.log").open("wb") as output:
        server = subprocess.Popen([S3_CONNECT, "serve"], env=env, stdout=output, stderr=output)
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"http://{address}/readyz")
                break
            except OSError:
                time.sleep(0.1)
        else:
            raise SystemExit(f"bench: the server does not start: {(WORK / 'server.log').read_text()}")
        connector = api("GET", "/v1/flows/demo/connector")
        api("PUT", "/v1/flows/demo/connector", {"direction": "read", "connect_ui_params": connector["connect_ui_params"]})
        fields = {"bucket": BUCKET, "path_prefix": prefix, "access": "keys"}
        fields |= {"aws_access_key_id": KEY, "aws_secret_access_key": SECRET}
        api("PUT", "/v1/flows/demo/tenants/bench/connection", fields)
    finally:
        server.terminate()
        server.wait()
    return env


def run_unchanged(count):
    """Measures a run that finds nothing new, and bare listings, which are the least that such a run can cost."""
    case = "unchanged"
    log(f"{case}: {count:,} objects")
    source = WORK / case
    make_files(source, count, KIB)
    run_s5cmd("cp", f"{source}/", f"s3://{BUCKET}/{case}/")
    # As after a download. s5cmd fetches a file again if it is older than its object.
    for name in file_sizes(source):
        os.utime(source / name)
    tools = [*(LISTS[tool] for tool in TOOLS if tool in LISTS), *TOOLS]
    # The other tools compare with the uploaded files. s3-connect compares with its ledger, which needs a first run.
    folders = {tool: source for tool in tools}
    environments = {tool: environment(tool) for tool in tools}
    if "s3-connect" in tools and STORE == "sandbox":
        environments["s3-connect"] = save_connection(case)
        folders["s3-connect"] = WORK / "out"
        folders["s3-connect"].mkdir()
        first = measure(update_command("s3-connect", case, WORK / "out"), environments["s3-connect"])
        problem = first.problem or describe_difference(file_sizes(source), file_sizes(WORK / "out"))
        if problem:
            log(f"the first run of s3-connect failed: {problem}")
    elif "s3-connect" in tools:
        log("only the sandbox can be the store of a saved connection, so s3-connect is left out")
        tools.remove("s3-connect")

    def state(folder):
        """Returns the inode and time of each file. Writing a file again changes one of them."""
        names = (os.path.join(directory, name) for directory, _, names in os.walk(folder) for name in names)
        return {name: (os.stat(name).st_ino, os.stat(name).st_mtime_ns) for name in names}

    before = {folder: state(folder) for folder in set(folders.values())}

    def run(tool, _):
        folder = folders[tool]
        sample = measure(update_command(tool, case, folder), environments[tool])
        changed = state(folder) != before[folder] or len(before[folder]) != count
        return sample._replace(problem=sample.problem or ("files have changed" if changed else None))

    title = f"incremental fetch, none of {count:,} objects has changed"
    print_aims(case, print_table(title, run_in_turns(tools, run), count, "objects/s", LISTS["s5cmd"]))
    run_s5cmd("rm", f"s3://{BUCKET}/{case}/*")
    for folder in before:
        shutil.rmtree(folder)


def scaled(number):
    return max(2, round(number * SCALE))


failed = []
s3.create_bucket(Bucket=BUCKET)
print(f"Store: {STORE}; {CORES} cores; medians of {ROUNDS} rounds after a warm-up")
for tool in TOOLS:
    print(f"  {tool:<12} {SETTINGS[tool]}")
for case in CASES:
    match case:
        case "small":
            run_case(case, scaled(10_000), 4 * KIB)
        case "medium":
            run_case(case, scaled(200), 8 * MIB)
        case "large":
            run_case(case, 4, scaled(1024) * MIB)
        case "unchanged":
            run_unchanged(scaled(100_000))
        case _:
            sys.exit(f"bench: there is no case {case}")
if failed:
    sys.exit(f"bench: failed: {', '.join(failed)}")
