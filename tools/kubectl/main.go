// Command kubectl, for machines that have none. The module k8s.io/kubernetes cannot be installed by
// `go install`, since it replaces its parts by folders of its own; the parts can.
package main

import (
	"k8s.io/component-base/cli"
	"k8s.io/kubectl/pkg/cmd"
	"k8s.io/kubectl/pkg/cmd/util"
)

func main() {
	if err := cli.RunNoErrOutput(cmd.NewDefaultKubectlCommand()); err != nil {
		util.CheckErr(err)
	}
}
