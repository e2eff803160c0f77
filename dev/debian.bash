# shellcheck shell=bash
# Downloads Debian packages for the scripts that source this file, without installing anything: apt works in a separate directory, with
# the mirror from this machine's sources and only the keys of Debian's keyring. Root is not needed.
# The script must define `die MESSAGE`, which exits; apt does not inherit a lock on descriptor 9.

# Prints the first Debian mirror among this machine's apt sources. Exits only the subshell: callers add `|| exit 1`.
debian_mirror() {
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2> /dev/null | grep -E '/debian/?$' | head -n 1 \
    || die "no Debian mirror among this machine's apt sources (see apt-get indextargets)"
}

# debian_apt FOLDER ARGUMENT..: apt-get with only the packages of the directory's list, and none installed
debian_apt() {
  local folder=$1
  shift
  apt-get -oDir::State="$folder" -oDir::State::Lists="$folder/lists" -oDir::State::status="$folder/status" -oDir::Cache="$folder/cache" \
    -oDir::Etc::SourceList="$folder/sources.list" -oDir::Etc::SourceParts=/dev/null -oDir::Etc::Preferences=/dev/null \
    -oDir::Etc::PreferencesParts=/dev/null -oAPT::Install-Recommends=false -oAPT::Sandbox::User=root -oAcquire::Languages=none \
    -oAcquire::Retries=3 -oAPT::Update::Error-Mode=any -oDebug::NoLocking=true "$@" 9>&-
}

# debian_update FOLDER MIRROR SUITE LOG: recreates the directory, and downloads the suite's package list into it
debian_update() {
  local folder=$1 mirror=$2 suite=$3 log=$4 keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  [ -r "$keyring" ] || die "$keyring is missing: apt-get install debian-archive-keyring"
  rm -rf "$folder"
  mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial"
  : > "$folder/status"
  printf 'deb [signed-by=%s] %s %s main\n' "$keyring" "$mirror" "$suite" > "$folder/sources.list"
  debian_apt "$folder" update > "$log" 2>&1 || { tail -n 5 "$log" >&2; die "cannot download Debian's package list ($log)"; }
}

# debian_download FOLDER LOG PACKAGE..: only these packages, as FOLDER/*.deb
debian_download() {
  local folder=$1 log=$2
  shift 2
  (cd "$folder" && debian_apt "$folder" download "$@") >> "$log" 2>&1 \
    || { tail -n 5 "$log" >&2; die "cannot download the packages ($log)"; }
}

# debian_download_all FOLDER LOG PACKAGE..: these packages and their dependencies, as FOLDER/cache/archives/*.deb
debian_download_all() {
  local folder=$1 log=$2
  shift 2
  debian_apt "$folder" -y -d --allow-remove-essential install "$@" >> "$log" 2>&1 \
    || { tail -n 5 "$log" >&2; die "cannot download the packages ($log)"; }
}
