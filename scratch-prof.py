import json,glob,os,collections
f=sorted(glob.glob('/tmp/scratch/prof/*.cpuprofile'),key=os.path.getmtime)[-1]
p=json.load(open(f)); nodes={n['id']:n for n in p['nodes']}; dt=p['timeDeltas']; self=collections.Counter()
for s,d in zip(p['samples'],dt): 
    n=nodes[s]['callFrame']; self[(n['functionName'],n['url'].split('/')[-1],n['lineNumber'])]+=d
for k,v in self.most_common(28): print(round(v/1000),k)
