// Renders one chart with many value sets, in one process: for each request, a JSON line on stdin, a JSON line on stdout.
// A result is what `helm template` of Helm 4 would make of the same values. ../helm3/render does it with Helm 3, in the same words.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"regexp"
	"strings"

	"helm.sh/helm/v4/pkg/action"
	"helm.sh/helm/v4/pkg/chart"
	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/loader/archive"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	"helm.sh/helm/v4/pkg/cli/values"
	"helm.sh/helm/v4/pkg/getter"
	release "helm.sh/helm/v4/pkg/release/v1"
	"sigs.k8s.io/yaml"
)

type request struct {
	// The first file of values; those of ValuesFiles, YAML texts, come over it.
	Values      json.RawMessage `json:"values"`
	ValuesFiles []string        `json:"valuesFiles"`
	Set         []string        `json:"set"`
	SetString   []string        `json:"setString"`
	Release     struct {
		Name      string `json:"name"`
		Namespace string `json:"namespace"`
	} `json:"release"`
	KubeVersion string   `json:"kubeVersion"`
	APIVersions []string `json:"apiVersions"`
}

type result struct {
	Manifests []json.RawMessage `json:"manifests"`
	// The templates of Manifests, as those of Hooks are HookFiles.
	Files     []string          `json:"files"`
	Hooks     []json.RawMessage `json:"hooks"`
	HookFiles []string          `json:"hookFiles"`
	Notes     string            `json:"notes"`
	Warnings  []string          `json:"warnings"`
}

type failure struct {
	Error string `json:"error"`
}

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(arguments []string, stdin io.Reader, stdout io.Writer) error {
	if len(arguments) != 1 {
		return errors.New("usage: render4 CHART_FOLDER <requests.jsonl >results.jsonl")
	}
	files, err := load(arguments[0])
	if err != nil {
		return err
	}
	requests := bufio.NewReader(stdin)
	results := json.NewEncoder(stdout)
	results.SetEscapeHTML(false)
	for {
		line, end := requests.ReadBytes('\n')
		if len(line) > 0 {
			if err := results.Encode(answer(files, line)); err != nil {
				return err
			}
		}
		if end == io.EOF {
			return nil
		}
		if end != nil {
			return end
		}
	}
}

func load(folder string) ([]*archive.BufferedFile, error) {
	loaded, err := loader.Load(folder)
	if err != nil {
		return nil, err
	}
	if kind := loaded.Metadata.Type; kind != "" && kind != "application" {
		return nil, fmt.Errorf("%s charts are not installable", kind)
	}
	accessor, err := chart.NewAccessor(loaded)
	if err != nil {
		return nil, err
	}
	if err := action.CheckDependencies(loaded, accessor.MetaDependencies()); err != nil {
		return nil, err
	}
	var files []*archive.BufferedFile
	for _, file := range loaded.Raw {
		files = append(files, &archive.BufferedFile{Name: file.Name, ModTime: file.ModTime, Data: file.Data})
	}
	return files, nil
}

func answer(files []*archive.BufferedFile, line []byte) (answer any) {
	defer func() {
		if reason := recover(); reason != nil {
			answer = failure{fmt.Sprintf("panic: %v", reason)}
		}
	}()
	var warnings bytes.Buffer
	log.SetFlags(0)
	log.SetOutput(&warnings)
	rendered, err := render(files, line)
	if err != nil {
		return failure{err.Error()}
	}
	rendered.Warnings = strings.FieldsFunc(warnings.String(), func(char rune) bool { return char == '\n' })
	return rendered
}

func render(files []*archive.BufferedFile, line []byte) (*result, error) {
	wanted, err := parse(line)
	if err != nil {
		return nil, err
	}
	kubeVersion, err := common.ParseKubeVersion(wanted.KubeVersion)
	if err != nil {
		return nil, fmt.Errorf("invalid kube version '%s': %w", wanted.KubeVersion, err)
	}
	merged, err := wanted.mergedValues()
	if err != nil {
		return nil, err
	}
	// Helm changes the chart that it renders: it drops the subcharts that are off, for one.
	fresh, err := loader.LoadFiles(files)
	if err != nil {
		return nil, err
	}
	install := action.NewInstall(action.NewConfiguration())
	install.DryRunStrategy = action.DryRunClient
	install.ReleaseName = wanted.Release.Name
	install.Namespace = wanted.Release.Namespace
	install.KubeVersion = kubeVersion
	install.APIVersions = wanted.APIVersions
	installed, err := install.Run(fresh, merged)
	if err != nil {
		return nil, err
	}
	return resultOf(installed.(*release.Release))
}

func parse(line []byte) (*request, error) {
	wanted := &request{KubeVersion: "1.34.0"}
	wanted.Release.Name = "release-name"
	wanted.Release.Namespace = "default"
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(wanted); err != nil {
		return nil, fmt.Errorf("not a request: %w", err)
	}
	return wanted, nil
}

// What JSON allows in a string as it is, but YAML does not, or takes for a line break.
var foreignToYAML = regexp.MustCompile("[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]")

func (wanted *request) mergedValues() (map[string]any, error) {
	texts := memory{}
	var names []string
	add := func(name, text string) {
		texts[name] = text
		names = append(names, name)
	}
	if wanted.Values != nil {
		add("request:values", foreignToYAML.ReplaceAllStringFunc(string(wanted.Values), func(char string) string {
			return fmt.Sprintf(`\u%04x`, []rune(char)[0])
		}))
	}
	for index, text := range wanted.ValuesFiles {
		add(fmt.Sprintf("request:valuesFiles/%d", index), text)
	}
	options := values.Options{ValueFiles: names, Values: wanted.Set, StringValues: wanted.SetString}
	return options.MergeValues(getter.Providers{{
		Schemes: []string{"request"},
		New:     func(...getter.Option) (getter.Getter, error) { return texts, nil },
	}})
}

// Files that Helm reads by their name, without a disk.
type memory map[string]string

func (texts memory) Get(name string, _ ...getter.Option) (*bytes.Buffer, error) {
	return bytes.NewBufferString(texts[name]), nil
}

func resultOf(installed *release.Release) (*result, error) {
	rendered := &result{
		Manifests: []json.RawMessage{}, Files: []string{}, Hooks: []json.RawMessage{}, HookFiles: []string{}, Notes: installed.Info.Notes,
	}
	// Helm heads each document with this comment, and has split the templates so that none holds a line of "---" itself.
	for _, document := range strings.Split("\n"+installed.Manifest, "\n---\n# Source: ")[1:] {
		file, text, _ := strings.Cut(document, "\n")
		if err := add(&rendered.Manifests, &rendered.Files, file, text); err != nil {
			return nil, err
		}
	}
	for _, hook := range installed.Hooks {
		if err := add(&rendered.Hooks, &rendered.HookFiles, hook.Path, hook.Manifest); err != nil {
			return nil, err
		}
	}
	return rendered, nil
}

func add(objects *[]json.RawMessage, files *[]string, file, text string) error {
	object, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		return fmt.Errorf("YAML parse error on %s: %w", file, err)
	}
	if string(object) != "null" {
		*objects = append(*objects, object)
		*files = append(*files, file)
	}
	return nil
}
