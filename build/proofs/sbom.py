#!/usr/bin/env python3
"""Writes a bill of materials (CycloneDX 1.5, JSON) of what is shipped, from the lock file of the program, with the packages' own sums; packages
that the notices do not name are a fault.   build/proofs/sbom.py [file, standard output unless told]"""
import base64, json, os, re, sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
locked = json.load(open(f"{ROOT}/Dashboard/packages.lock.json"))["dependencies"]
version = re.search("<Version>(.*?)</Version>", open(f"{ROOT}/Directory.Build.props").read()).group(1)
notices = open(f"{ROOT}/Dashboard/THIRD-PARTY-NOTICES.md").read()
licences = {cells[1].strip().lower(): cells[2].strip() for line in notices.splitlines() if (cells := line.split("|"))[1:] and len(cells) > 3}
# Only the build needs them, Windows does, or they are .NET itself.
NOT_SHIPPED = re.compile(r"(?i)analyzers$|\.SNI\.runtime$|^Microsoft\.AspNetCore\.App\.Internal")
packages = {}
for framework in locked.values():
    for name, package in framework.items():
        if package["type"] != "Project" and not NOT_SHIPPED.search(name):
            packages[name] = package
components = []
for name, package in sorted(packages.items(), key=lambda pair: pair[0].lower()):
    purl = f"pkg:nuget/{name}@{package['resolved']}"
    components.append({
        "type": "library", "bom-ref": purl, "name": name, "version": package["resolved"], "purl": purl,
        "hashes": [{"alg": "SHA-512", "content": base64.b64decode(package["contentHash"]).hex()}],
        **({"licenses": [{"expression" if re.fullmatch(r"[\w.+-]+( (OR|AND) [\w.+-]+)*", known) else "license":
                          known if re.fullmatch(r"[\w.+-]+( (OR|AND) [\w.+-]+)*", known) else {"name": known}}]}
           if (known := licences.get(name.lower())) else {}),
    })
names = {name.lower(): f"pkg:nuget/{name}@{package['resolved']}" for name, package in packages.items()}
bill = {
    "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
    "metadata": {"component": {"type": "application", "bom-ref": "dashboard", "name": "plate-dashboard", "version": version}},
    "components": components,
    "dependencies": [{"ref": "dashboard", "dependsOn": sorted(names[name.lower()] for name, package in packages.items() if package["type"] == "Direct")}] + [
        {"ref": names[name.lower()], "dependsOn": sorted(names[other.lower()] for other in package.get("dependencies", {}) if other.lower() in names)}
        for name, package in sorted(packages.items())],
}
text = json.dumps(bill, indent=1)
if len(sys.argv) > 1:
    open(sys.argv[1], "w").write(text + "\n")
else:
    print(text)
missing = [component["name"] for component in components if "licenses" not in component]
print(f"{len(components)} packages, {len(components) - len(missing)} of them in the notices" + (f"; not: {', '.join(missing)}" if missing else ""), file=sys.stderr)
sys.exit(1 if missing else 0)
