import Glibc

/// How big the archive of a release is, and how long a newcomer waits for the first useful move: the
/// archive installed by `install.sh`, then the front page word for word, with a script in place of claude.
enum FirstMove {
  static func measure(binary: String, work: String) {
    let folder = "\(work)/first"
    let environment = [
      "PATH": "\(folder)/bin:\(folder)/home/.local/bin:/usr/bin:/bin", "HOME": "\(folder)/home",
      "LOOOP_RELEASES": "file://\(folder)/releases", "BINARY": binary, "FOLDER": folder,
      "LANG": "C.UTF-8",
    ]
    func run(_ script: String) -> Int32 {
      Launch(["/bin/sh", "-ec", script], environment, output: "\(work)/first.told").run()
    }
    guard run(prepare) == 0, let size = File.read("\(folder)/size").flatMap({ Int($0.dropLast()) })
    else { return Table.failed("archive of a release", "it was not packed") }
    Table.row("archive of a release", "\(Figure.decimal(Double(size) / Double(1 << 20), 1)) MB")
    let figure = "archive to first move, by the README"
    let started = Clock.now()
    guard run(follow) == 0 else {
      _ = run("looop down || :")
      return Table.failed(figure, "it did not come")
    }
    let seconds = Double(Clock.now() - started) / 1_000_000_000
    _ = run("looop down")
    Table.row(figure, "\(Figure.decimal(seconds, 1)) s")
  }

  private static let prepare = """
    mkdir -p "$FOLDER/bin" "$HOME" "$FOLDER/releases/latest/download"
    scripts/dist "$BINARY" "$FOLDER/packed"
    version=$(cat "$FOLDER/packed/VERSION")
    mkdir -p "$FOLDER/releases/download/v$version"
    cp "$FOLDER/packed/VERSION" "$FOLDER/releases/latest/download"
    cat "$FOLDER"/packed/*.tar.gz | wc -c | tr -d ' ' >"$FOLDER/size"
    mv "$FOLDER"/packed/*.gz* "$FOLDER/releases/download/v$version"
    cp Tests/Fixtures/readme/claude "$FOLDER/bin"
    git config --global user.name bench
    git config --global user.email bench@example.invalid
    git init -q -b main "$HOME/shop"
    git -C "$HOME/shop" commit -q --allow-empty -m Open
    awk '/^## One real loop/ { on = 1 } on && /^```sh/ { in_block = 1; next }
      in_block && /^```/ { exit } in_block' README.md >"$FOLDER/page"
    grep -q 'looop up' "$FOLDER/page"
    """

  private static let follow = """
    sh install.sh
    sh -e "$FOLDER/page"
    tries=0
    until grep -q '"outcome":"acted"' "$HOME/.local/state/looop/events.jsonl"; do
      tries=$((tries + 1))
      [ $tries -lt 1000 ]
      sleep 0.02
    done
    """
}
