/// The sensors that ship with looop; a new data dir starts with some of them.
package enum ShippedSensors {
  package struct Entry: Sendable, Equatable {
    package let name: String
    package let script: [UInt8]
    package let manifest: [UInt8]
  }

  /// One line for each pair of files in `presets/sensors`.
  package static let all: [Entry] = [
    Entry(
      name: "command", script: PackageResources.command_sh,
      manifest: PackageResources.command_yaml),
    Entry(name: "disk", script: PackageResources.disk_sh, manifest: PackageResources.disk_yaml),
    Entry(
      name: "file-inbox", script: PackageResources.file_inbox_sh,
      manifest: PackageResources.file_inbox_yaml),
    Entry(
      name: "git-repo", script: PackageResources.git_repo_sh,
      manifest: PackageResources.git_repo_yaml),
    Entry(
      name: "github-ci", script: PackageResources.github_ci_sh,
      manifest: PackageResources.github_ci_yaml),
    Entry(
      name: "github-issues", script: PackageResources.github_issues_sh,
      manifest: PackageResources.github_issues_yaml),
    Entry(
      name: "github-prs", script: PackageResources.github_prs_sh,
      manifest: PackageResources.github_prs_yaml),
    Entry(
      name: "grafana-alerts", script: PackageResources.grafana_alerts_sh,
      manifest: PackageResources.grafana_alerts_yaml),
    Entry(
      name: "http-health", script: PackageResources.http_health_sh,
      manifest: PackageResources.http_health_yaml),
    Entry(
      name: "linear-issues", script: PackageResources.linear_issues_sh,
      manifest: PackageResources.linear_issues_yaml),
    Entry(name: "today", script: PackageResources.today_sh, manifest: PackageResources.today_yaml),
  ]
}
