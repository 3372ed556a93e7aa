# Sturm chain in exact fractions for the count; mpmath (60 digits) for the places.
# 160 flows in four kinds: small whole numbers, whole numbers of very different size, products of
# linear factors, and products with a double root. Run in the crate's root; writes the csv file.
import random
from fractions import Fraction as F
from mpmath import mp, polyroots, mpf
mp.dps=60
def trim(p):
    while p and p[-1]==0: p.pop()
    return p
def rem(a,b):
    a=a[:]
    while len(a)>=len(b):
        q=a[-1]/b[-1]; s=len(a)-len(b)
        for i,c in enumerate(b): a[i+s]-=q*c
        a.pop(); trim(a)
        if not a: break
    return a
def gcd(a,b):
    while b: a,b=b,trim(rem(a,b))
    return [c/a[-1] for c in a]
def div(a,b):
    a=a[:]; q=[F(0)]*(len(a)-len(b)+1)
    while len(a)>=len(b):
        s=len(a)-len(b); q[s]=a[-1]/b[-1]
        for i,c in enumerate(b): a[i+s]-=q[s]*c
        a.pop()
    assert not trim(a); return q
def der(p): return [i*c for i,c in enumerate(p)][1:]
def changes(v):
    v=[x for x in v if x!=0]; return sum((x>0)!=(y>0) for x,y in zip(v,v[1:]))
def count(p): # distinct roots in (0, inf), p square free with p(0)!=0
    ch=[p,der(p)]
    while True:
        r=trim(rem(ch[-2],ch[-1]))
        if not r: break
        ch.append([-c for c in r])
    return changes([c[0] for c in ch])-changes([c[-1] for c in ch])
def mul(a,b):
    r=[0]*(len(a)+len(b)-1)
    for i,x in enumerate(a):
        for j,y in enumerate(b): r[i+j]+=x*y
    return r
random.seed(20260101); rows=[]
while len(rows)<160:
    n=random.randint(2,14); kind=len(rows)%4
    if kind==0: p=[random.randint(-9,9) for _ in range(n)]
    elif kind==1: p=[random.randint(-9,9)*10**random.randint(0,6) for _ in range(n)]
    elif kind==2:
        p=[1]
        for _ in range(random.randint(1,5)): p=mul(p,[-random.randint(1,12),random.randint(1,12)])
        if random.random()<.5: p=mul(p,[random.randint(2,5),random.randint(-2,2),random.randint(2,5)])
    else:
        p=[random.randint(-5,5) for _ in range(4)]
        q=[-random.randint(1,9),random.randint(1,9)]
        p=mul(p,mul(q,q))
    if not any(p) or changes(p)==0 or p[0]==0: continue
    if p[-1]==0: continue
    f=[F(c) for c in p]; g=gcd(f,der(f)); sf=div(f,g)
    k=count(sf)
    rts=polyroots([mpf(c.numerator)/c.denominator for c in reversed(sf)],maxsteps=500,extraprec=400)
    pos=sorted([x.real for x in rts if abs(x.imag)<mpf(10)**-40 and x.real>0],reverse=True)
    assert len(pos)==k,(p,pos,k)
    pos=[1/x-1 for x in pos]
    if any(b-a<1e-3*(1+a) for a,b in zip(pos,pos[1:])): continue
    rows.append((p,pos))
with open('tests/data/internal_rates.csv','w') as o:
    o.write("# flows; all internal rates above -1. Written by a program of our own, no copied data.\n")
    for p,pos in rows:
        o.write(' '.join(map(str,p))+';'+' '.join(mp.nstr(x,20) for x in pos)+'\n')
# The rates of the dated flows in `cash_flow.rs`.
mp.dps=40
from mpmath import findroot
days=[0,200,500,900]; c=[-1000,3600,-4310,1715]
f=lambda r: sum(mpf(x)*(1+r)**(-mpf(d)/365) for x,d in zip(c,days))
xs=[mpf(2)**(mpf(i)/50)-1 for i in range(-1000,1000)]
for a,b in zip(xs,xs[1:]):
    if f(a)*f(b)<0: print(mp.nstr(findroot(f,(a,b),solver='anderson'),20))
