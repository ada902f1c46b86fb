// Command pod-security says what the API server's Pod Security admission would say of manifests: for each pod or template of pods in the YAML
// files (`-` is standard input) and each level, one JSON line. Objects without a pod are passed over.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

type verdict struct {
	Kind    string `json:"kind"`
	Name    string `json:"name"`
	Level   string `json:"level"`
	Allowed bool   `json:"allowed"`
	// What breaks the level, in the words that the API server would use.
	Reasons []string `json:"reasons"`
}

func main() {
	version := flag.String("version", "latest", "the version of Kubernetes whose rules count, such as v1.34")
	flag.Parse()
	if err := run(*version, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(version string, files []string) error {
	parsed, err := api.ParseVersion(version)
	if err != nil {
		return err
	}
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks())
	if err != nil {
		return err
	}
	for _, file := range files {
		input := os.Stdin
		if file != "-" {
			if input, err = os.Open(file); err != nil {
				return err
			}
		}
		if err := judge(input, evaluator, parsed); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return nil
}

func judge(input io.Reader, evaluator policy.Evaluator, version api.Version) error {
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{appsv1.AddToScheme, batchv1.AddToScheme, corev1.AddToScheme} {
		if err := add(scheme); err != nil {
			return err
		}
	}
	decoder := serializer.NewCodecFactory(scheme).UniversalDeserializer()
	documents := yaml.NewYAMLReader(bufio.NewReader(input))
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if strings.TrimSpace(string(document)) == "" {
			continue
		}
		object, kind, err := decoder.Decode(document, nil, nil)
		if runtime.IsNotRegisteredError(err) {
			continue
		}
		if err != nil {
			return err
		}
		metadata, spec := podOf(object)
		if spec == nil {
			continue
		}
		name := object.(interface{ GetName() string }).GetName()
		for _, level := range []api.Level{api.LevelBaseline, api.LevelRestricted} {
			result := verdict{Kind: kind.Kind, Name: name, Level: string(level), Allowed: true, Reasons: []string{}}
			for _, check := range evaluator.EvaluatePod(api.LevelVersion{Level: level, Version: version}, metadata, spec) {
				if !check.Allowed {
					result.Allowed = false
					result.Reasons = append(result.Reasons, strings.TrimSpace(check.ForbiddenReason+" "+check.ForbiddenDetail))
				}
			}
			if err := json.NewEncoder(os.Stdout).Encode(result); err != nil {
				return err
			}
		}
	}
}

// The pod of an object, or the one that it makes. The package `admission` has the same, but it is built of half of Kubernetes.
func podOf(object runtime.Object) (*metav1.ObjectMeta, *corev1.PodSpec) {
	var template *corev1.PodTemplateSpec
	switch one := object.(type) {
	case *corev1.Pod:
		return &one.ObjectMeta, &one.Spec
	case *corev1.PodTemplate:
		template = &one.Template
	case *corev1.ReplicationController:
		template = one.Spec.Template
	case *appsv1.ReplicaSet:
		template = &one.Spec.Template
	case *appsv1.Deployment:
		template = &one.Spec.Template
	case *appsv1.DaemonSet:
		template = &one.Spec.Template
	case *appsv1.StatefulSet:
		template = &one.Spec.Template
	case *batchv1.Job:
		template = &one.Spec.Template
	case *batchv1.CronJob:
		template = &one.Spec.JobTemplate.Spec.Template
	default:
		return nil, nil
	}
	if template == nil {
		return nil, nil
	}
	return &template.ObjectMeta, &template.Spec
}
