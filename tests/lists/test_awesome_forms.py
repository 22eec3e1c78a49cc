# ruff: noqa: E501, W291 -- a list's lines are as long as its entries, and end as it writes them
"""Lists in the forms that such lists have: every entry is found, and nothing else.

Titles stand between « and », which are taken out before the list is read.
"""

from __future__ import annotations

import re

import pytest

from mi_survey.lists.parser import parse_list

_LISTS: dict[str, str] = {}


def _add(name: str, text: str) -> None:
    _LISTS[name] = text


_add(
    "editing: bold title, venue, hard break, authors",
    """
# Must-read Papers on Model Editing

[![Awesome](https://awesome.re/badge.svg)](https://awesome.re) [![License: MIT](https://img.shields.io/badge/License-MIT-green.svg)](https://opensource.org/licenses/MIT) ![](https://img.shields.io/github/last-commit/a/b)

An overview of model editing, see [our survey](https://arxiv.org/abs/1) for more. We love [contributions](CONTRIBUTING.md)!

<div align=center>
<img src="fig/overview.png" width="80%">
</div>

- [Why Edit?](#why)
- [Papers](#papers)
  - [Methods](#methods)

## 🔔 News
- **2024-05-01** We add [Arithmetic Without Algorithms: Language Models Solve Math with a Bag of Heuristics](https://arxiv.org/abs/2).
- 2024-04-01 New tutorial at **AAAI 2024**!

## 📜 Papers
### Methods
#### Locate-then-edit
1. **«Locating and Editing Factual Associations in GPT»** (NeurIPS 2022) \\
   Kevin Meng, David Bau, Alex Andonian, Yonatan Belinkov. [[paper](https://arxiv.org/abs/2202.05262)] [[code](https://github.com/kmeng01/rome)]
2. **«Mass-Editing Memory in a Transformer»** (ICLR 2023) <br>
   Kevin Meng, Arnab Sen Sharma, Alex Andonian, Yonatan Belinkov, David Bau. [[paper](https://arxiv.org/abs/2210.07229)], [[demo]](https://memit.baulab.info)
3. **«Knowledge Neurons in Pretrained Transformers.»**
   ACL 2022, [[paper](https://aclanthology.org/2022.acl-long.581)]

   Damai Dai, Li Dong, Yaru Hao, Zhifang Sui, Baobao Chang, Furu Wei

#### Evaluation
- **«What does the Knowledge Neuron Thesis Have to do with Knowledge?»**, Jingcheng Niu, Andrew Liu, Zining Zhu, Gerald Penn, ICLR 2024 (Spotlight). [[pdf]](https://arxiv.org/abs/2405.02421)

## 🎉 Contribution
### Contributors
<a href="https://github.com/a/b/graphs/contributors">
  <img src="https://contrib.rocks/image?repo=a/b" />
</a>

- Please open an [issue](https://github.com/a/b/issues).

## Star History
[![Star History Chart](https://api.star-history.com/svg?repos=a/b)](https://star-history.com/#a/b)
""",
)

_add(
    "table: linked titles, stars, code icons",
    """
# Awesome Interpretability in Large Language Models

## Table of Content

## Interpretability Papers
### Survey

| Title | Venue | Date | Code |
|:--------|:--------:|:--------:|:--------:|
| [**«Neuron-level Interpretation of Deep NLP Models: A Survey»**](https://arxiv.org/abs/2108.13138) <br> | TACL | 2022-08-01 | - |
| ![Star](https://img.shields.io/github/stars/x/y.svg?style=social&label=Star) <br> [**«Confidence Regulation Neurons in Language Models»**](https://arxiv.org/abs/2406.16254) <br> | NeurIPS | 2024-06-24 | [Github](https://github.com/x/y) |
| [**«Wasserstein Distances, Neuronal Entanglement, and Sparsity»**](https://arxiv.org/abs/2405.15756)<br>Shashata Sawmya, Linghao Kong | ICLR'25 | 2024-05 | [:octocat:](https://github.com/p/q) \\| [🤗](https://huggingface.co/p) |

### Concepts

Date | Paper | Links
--- | --- | ---
2023-09 | «Neurons in Large Language Models: Dead, N-gram, Positional» | [[paper]](https://arxiv.org/abs/2309.04827)
2023-05 | **«Finding Neurons in a Haystack: Case Studies with Sparse Probing»** <br> • probes <br> • neurons and superposition | [arXiv](https://arxiv.org/abs/2305.01610), [code](https://github.com/wesg52/sparse-probing-paper)

| Symbol | Meaning |
| --- | --- |
| 🌟 | must read |
| FFN | feed-forward network |
""",
)

_add(
    "numbered links with descriptions",
    """
# Awesome LLM Interpretability

A curated list of *amazingly* awesome tools, papers and resources.

* [Tools](#tools)
* [Papers](#papers)

### LLM Interpretability Tools

*Tools to analyze LLMs.*

1. [«The Learning Interpretability Tool»](https://github.com/PAIR-code/lit) - Platform for interpretability, see [docs](https://pair-code.github.io/lit).
1. [«TransformerLens»](https://github.com/neelnanda-io/TransformerLens) - A Library for Mechanistic Interpretability of Generative Language Models.
1. [«universal-neurons»](https://github.com/wesg52/universal-neurons) – dataset
1. [«Neuronpedia»](https://www.neuronpedia.org/): an open platform for interpretability research.
---
### LLM Interpretability Papers
1. [«Finding Neurons in a Haystack: Case Studies with Sparse Probing»](https://arxiv.org/abs/2305.01610) - Explores the representation of features.
1. [«Copy Suppression: Comprehensively Understanding an Attention Head»](https://arxiv.org/abs/2310.04625) is a paper by Callum McDougall, Arthur Conmy and others.
1. [«In-context Learning and Induction Heads»](https://transformer-circuits.pub/2022/in-context-learning-and-induction-heads/index.html) — Anthropic.
### LLM Interpretability Articles
* [«Do Machine Learning Models Memorize or Generalize?»](https://pair.withgoogle.com/explorables/grokking/) - by [PAIR](https://pair.withgoogle.com/).
### LLM Interpretability Groups
+ [«PAIR»](https://pair.withgoogle.com) - Google's open-source group.
+ [«Alignment Forum»](https://www.alignmentforum.org/) - online forum

## Contributing and Collaborating
Please see [CONTRIBUTING](https://github.com/j/a/blob/master/CONTRIBUTING.md).
- Fork it
- [Open a PR](https://github.com/j/a/pulls)
""",
)

_add(
    "sae: nested attributes",
    """
# Awesome Sparse Autoencoders

## Papers

- [«Sparse Autoencoders Find Highly Interpretable Features in Language Models»](https://arxiv.org/abs/2309.08600)
  - Author(s): Hoagy Cunningham, Aidan Ewart, Logan Riggs, Robert Huben, Lee Sharkey
  - Date: 2023.9
  - Venue: ICLR 2024
  - Code: [GitHub](https://github.com/HoagyC/sparse_coding)
- «Scaling and evaluating sparse autoencoders»
  - *Leo Gao, Tom Dupré la Tour, Henk Tillman*
  - [[arXiv](https://arxiv.org/abs/2406.04093)] [[Code](https://github.com/openai/sparse_autoencoder)]
- **«Understanding Refusal in Language Models with Sparse Autoencoders»**
  - Link: https://aclanthology.org/2025.findings-emnlp.338/
  - TL;DR: refusal features, in the spirit of [the earlier work on directions](https://arxiv.org/abs/2406.11717), are causal.

## Blogs
- Anthropic
    - [«Towards Monosemanticity: Decomposing Language Models With Dictionary Learning»](https://transformer-circuits.pub/2023/monosemantic-features)
    - [«Scaling Monosemanticity: Extracting Interpretable Features from Claude 3 Sonnet»](https://transformer-circuits.pub/2024/scaling-monosemanticity/index.html)
- Alignment Forum
    - [«Attention SAEs Scale to GPT-2 Small»](https://www.alignmentforum.org/posts/FSTRedtjuHa4Gfdbr/attention-saes-scale-to-gpt-2-small)
      - Builds on [an earlier post](https://www.alignmentforum.org/posts/1).
""",
)

_add(
    "date and venue tags before the title",
    """
Awesome Attention Heads
=======================

> 🔥 A repository of papers on attention heads. **Star** it!

Papers
------

* [2024/10] [EMNLP 2024] **«Interpreting Arithmetic Mechanism in Large Language Models through Comparative Neuron Analysis»**. *Zeping Yu, Sophia Ananiadou*. [[paper](https://aclanthology.org/2024.emnlp-main.193/)]
* (2024.07, arXiv) «Refine Large Language Model Fine-tuning via Instruction Vector» [paper](https://arxiv.org/abs/2406.12227)
* **[2025-01]** [«On the Role of Attention Heads in Large Language Model Safety»](https://openreview.net/forum?id=h0Ak8A5yqw)
* `ICLR'24` [«Successor Heads: Recurring, Interpretable Attention Heads In The Wild»](https://openreview.net/forum?id=kvcbV8KQsi) `oral`
* 2024.05 | **«Retrieval Head Mechanistically Explains Long-Context Factuality»** | [[Paper]](https://arxiv.org/abs/2404.15574) | [[Code]](https://github.com/nightdessert/Retrieval_Head) ![](https://img.shields.io/github/stars/nightdessert/Retrieval_Head)
* \\[ICLR 2024\\] «Function Vectors in Large Language Models» \\[[paper](https://openreview.net/forum?id=AwyxtyMwaG)\\] \\[[code](https://github.com/ericwtodd/function_vectors)\\]
* [ICML 2023] [«Analyzing chain-of-thought prompting in large language models via gradient-based feature attributions»](https://arxiv.org/abs/2307.13339), Skyler Wu, Eric Meade Shen, Charumathi Badrinath
* ![NeurIPS 2024](https://img.shields.io/badge/NeurIPS-2024-blue) [«Refusal in Language Models Is Mediated by a Single Direction»](https://arxiv.org/abs/2406.11717) [![code](https://img.shields.io/badge/code-black)](https://github.com/andyrdt/refusal_direction)
* **NeurIPS 2020** — [«Investigating Gender Bias in Language Models Using Causal Mediation Analysis»](https://proceedings.neurips.cc/paper/2020/file/92650b2e92217715fe312e6fa7b90d82-Paper.pdf)
* [ ] «Steering Llama 2 via Contrastive Activation Addition» ([ACL 2024](https://aclanthology.org/2024.acl-long.828/))
* [x] [«Personas as a way to model truthfulness in language models»](https://aclanthology.org/2024.emnlp-main.364/) ⭐⭐⭐
""",
)

_add(
    "citations in words",
    """
# Reading list: mechanistic interpretability

## Foundations
- Elhage, N., Nanda, N., Olsson, C., et al. (2021). «A Mathematical Framework for Transformer Circuits». *Transformer Circuits Thread*. [Link](https://transformer-circuits.pub/2021/framework/index.html)
- Olsson et al., 2022. [«In-context Learning and Induction Heads»](https://arxiv.org/abs/2209.11895)
- Meng et al. (2022): «Locating and Editing Factual Associations in GPT» [pdf](https://arxiv.org/pdf/2202.05262)
- Mor Geva, Roei Schuster, Jonathan Berant, and Omer Levy. "«Transformer Feed-Forward Layers Are Key-Value Memories»." EMNLP 2021. https://arxiv.org/abs/2012.14913
- Mor Geva, Avi Caciularu, Kevin Ro Wang, Yoav Goldberg. «Transformer Feed-Forward Layers Build Predictions by Promoting Concepts in the Vocabulary Space». In EMNLP 2022. [[arxiv]](https://arxiv.org/abs/2203.14680)
- «Progress measures for grokking via mechanistic interpretability», Neel Nanda, Lawrence Chan, Tom Lieberum, Jess Smith, Jacob Steinhardt, ICLR 2023 [paper](https://openreview.net/forum?id=9XFSbDPmdW)
- «Tracr: Compiled Transformers as a Laboratory for Interpretability». David Lindner, János Kramár, Sebastian Farquhar. NeurIPS 2023. [[paper](https://arxiv.org/abs/2301.05062)]
- «Emergent Linear Representations in World Models of Self-Supervised Sequence Models» (Nanda et al., 2023) https://arxiv.org/abs/2309.00941
- «How do Language Models Bind Entities in Context?» Jiahai Feng, Jacob Steinhardt. *ICLR* (2024) [[openreview](https://openreview.net/forum?id=zb3b6oKO77)]
- [Wang et al., 2022](https://arxiv.org/abs/2211.00593) «Interpretability in the Wild: a Circuit for Indirect Object Identification in GPT-2 small»
- ROME: [«Mass-Editing Memory in a Transformer»](https://arxiv.org/abs/2210.07229)
- **Probing**: [«Finding Neurons in a Haystack: Case Studies with Sparse Probing»](https://arxiv.org/abs/2305.01610)
""",
)

_add(
    "paragraphs",
    """
# Papers on steering

Papers that we read in the group. The list is kept by hand.

## Steering

**«Improving Instruction-Following in Language Models through Activation Steering»**  
*Alessandro Stolfo, Vidhisha Balachandran, Safoora Yousefi*  
ICLR 2025 [[Paper](https://openreview.net/forum?id=wozhdnRCtw)] [[Code](https://github.com/microsoft/llm-steer-instruct)]

**«Can Role Vectors Affect LLM Behaviour?»**, EMNLP 2025 Findings. [Paper](https://aclanthology.org/2025.findings-emnlp.963/)

[«Persona vectors: Monitoring and controlling character traits in language models»](https://arxiv.org/abs/2507.21509) (Chen et al., 2025)

📄 [«Psychological Steering in LLMs: An Evaluation of Effectiveness and Trustworthiness»](https://arxiv.org/abs/2510.04484)
📄 [«Uncovering Latent Chain of Thought Vectors in Language Models»](https://arxiv.org/abs/2409.14026) 
📄 [«Steering LLM Reasoning Through Bias-Only Adaptation»](https://arxiv.org/abs/2505.18706), [code](https://github.com/a/steer)

The method of [contrastive activation addition](https://arxiv.org/abs/2312.06681) is used by most of these.

«Language Arithmetics: Towards Systematic Language Neuron Identification and Manipulation»
Daniil Gurgurov, Katharina Trinley, Yusser Al Ghussin
https://arxiv.org/abs/2507.22608

**Multilingual**

«On Relation-Specific Neurons in Large Language Models» [[paper]](https://aclanthology.org/2025.emnlp-main.52/)

## License
MIT
""",
)

_add(
    "headings bear the works",
    """
# Notes on papers

## 2024

### [«Refusal in Language Models Is Mediated by a Single Direction»](https://arxiv.org/abs/2406.11717)
- Authors: Andy Arditi, Oscar Obeso
- Summary: a direction, see [the post](https://www.lesswrong.com/posts/x).

One direction is enough. We liked [this figure](https://x.org/f).

### «Steering Llama 2 via Contrastive Activation Addition»
- **Authors**: Nina Panickssery, Nick Gabrieli
- **Venue**: ACL 2024
- **Link**: [arXiv](https://arxiv.org/abs/2312.06681)

### «Language Models Represent Space and Time» [[paper](https://arxiv.org/abs/2310.02207)]

## Tools
- [«nnsight»](https://github.com/ndif-team/nnsight)
- [«SAELens»](https://github.com/jbloomAus/SAELens) ![stars](https://img.shields.io/github/stars/jbloomAus/SAELens)
""",
)

_add(
    "html",
    """
<h1 align="center">
  Knowledge editing
</h1>
<p align="center"><a href="https://arxiv.org/abs/1"><img src="https://img.shields.io/badge/arXiv-2401.1-red"></a> <a href="#papers">Papers</a></p>

<h2 id="papers">Papers</h2>
<details open>
<summary><b>Surveys</b></summary>

<ul>
<li><a href="https://arxiv.org/abs/2108.13138">«Neuron-level Interpretation of Deep NLP Models: A Survey»</a></li>
<li><b>«AI Alignment: A Comprehensive Survey»</b> <a href="https://arxiv.org/abs/2310.19852">[paper]</a></li>
</ul>
</details>

<details><summary>Methods</summary>

<table>
  <tr>
    <th>Year</th><th>Title</th><th>Venue</th><th>Paper</th>
  </tr>
  <tr>
    <td>2022</td>
    <td>«Locating and Editing Factual Associations in GPT»</td>
    <td>NeurIPS</td>
    <td><a href="https://arxiv.org/abs/2202.05262">link</a></td>
  </tr>
  <tr><td>2023</td><td><b>«Mass-Editing Memory in a Transformer»</b></td><td>ICLR</td><td><a href="https://arxiv.org/abs/2210.07229">link</a></td></tr>
</table>
</details>

<!-- - [Hidden](https://arxiv.org/abs/9) is not shown -->

```
- [Not an entry](https://arxiv.org/abs/8)
```
""",
)

_add(
    "broken",
    """
## Papers
- [«Neuron Patching: Semantic-based Neuron-level Language Model Repair for Code Generation»](https://arxiv.org/abs/2312.05356
- [«Repetition Neurons: How Do Language Models Produce Repetitions?»] (https://arxiv.org/abs/2410.13497)
- **«Deciphering Functions of Neurons in Vision-Language Models» [[paper]](https://arxiv.org/abs/2502.18485)
- [«Magnitude-based Neuron Pruning for Backdoor Defense»]((https://arxiv.org/abs/2405.17750))
- [«Towards Best Practices of Activation Patching in Language Models: Metrics and Methods»](arxiv.org/abs/2309.16042)
-[«Locating and Editing Factual Associations in GPT»](https://arxiv.org/abs/2202.05262)
-  **«Knowledge Neurons in Pretrained Transformers»** [[paper](https://arxiv.org/abs/2104.08696)]]
- [«Scaling Automatic Neuron Description»][transluce]
- [«Probing for Arithmetic Errors in Language Models»]()
- «Understanding Addition in Transformers» [paper](https://openreview.net/forum?id=rIx1YXVWZb

[transluce]: https://transluce.org/neuron-descriptions
""",
)

_add(
    "year groups and inline separators",
    """
# Interpretability of LLMs: a paper list

#### 2025
+ «Safety Layers in Aligned Large Language Models: The Key to LLM Security» | ICLR | [Paper](https://openreview.net/forum?id=kUH1yPMAn7) / [Code](https://github.com/listen0425/Safety-Layers)
+ «Surgical, Cheap, and Flexible: Mitigating False Refusal in Language Models via Single Vector Ablation», ICLR 2025, [link](https://openreview.net/forum?id=SCBn8MCLwc)
+ «Who's asking? User personas and the mechanics of latent misalignment» ([NeurIPS 2024](https://proceedings.neurips.cc/paper_files/paper/2024/file/e40d5118ee8f837729fa877add71c38f-Paper-Conference.pdf))
+ «Is This the Subspace You Are Looking for? An Interpretability Illusion for Subspace Activation Patching» - ICLR 2024 - [PDF](https://openreview.net/forum?id=Ebt7JgMHv1)
+ «AtP\\*: An efficient and scalable method for localizing LLM behaviour to components» [![arXiv](https://img.shields.io/badge/arXiv-2403.00745-b31b1b.svg)](https://arxiv.org/abs/2403.00745)
+ :star: «Dissecting Recall of Factual Associations in Auto-Regressive Language Models», by Mor Geva et al. [[Paper]](https://aclanthology.org/2023.emnlp-main.751)
+ «DoLa: Decoding by Contrasting Layers Improves Factuality in Large Language
  Models» [paper](https://openreview.net/forum?id=Th6NyL07na)
+ Paper: [«TruthX: Alleviating Hallucinations by Editing Large Language Models in Truthful Space»](https://aclanthology.org/2024.acl-long.483/)
+ *«Patchscopes: A Unifying Framework for Inspecting Hidden Representations of Language Models»*, Asma Ghandeharioun, Avi Caciularu, arXiv 2024 [[html]](https://arxiv.org/abs/2401.06102)
+ «Physics of Language Models: Part 2.1, Grade-School Math and the Hidden Reasoning Process»: <https://openreview.net/forum?id=Tn5B6Udq3E>
+ [[ICLR 2024](https://openreview.net/forum?id=rIx1YXVWZb)] «Understanding Addition in Transformers»

#### Surveys and legends

- 🔥: more than 100 citations
- **SAE**: sparse autoencoder
""",
)

_add(
    "titles, then bare facts at one level",
    """
# Neurons
-
«Confidence Regulation Neurons in Language Models»
- [NeurIPS 2024] [2024.6]
-
- [ACL 2024] [2024.6]
-
«Neuron-Level Knowledge Attribution in Large Language Models»
- [EMNLP 2024] [2024.6]

## SAE
- [«Route Sparse Autoencoder to Interpret Large Language Models»](https://arxiv.org/abs/2503.08200)
  - [EMNLP] [2025.3] [SAE]
- [«Sparse Autoencoders Find Highly Interpretable Features in Language Models»](https://arxiv.org/abs/2309.08600)
  - [ICLR] [2024.1]
  - must read
""",
)
_add(
    "blockquoted, roman and mixed",
    """
# Papers
> - **«Entity Tracking in Language Models»** [[ACL 2023]](https://aclanthology.org/2023.acl-long.213)
> - **«Circuit Component Reuse Across Tasks in Transformer Language Models»** [[ICLR 2024]](https://openreview.net/forum?id=fpoAYV6Wsk)

# Videos
* [«Concrete Open Problems in Mechanistic Interpretability»](https://www.youtube.com/watch?v=FnNTbqSG8w4) (Neel Nanda, 2023, video)
* **Course**: [«Transformer-specific Interpretability»](https://projects.illc.uva.nl/indeep/tutorial/)
* «EACL 2023 Tutorial on Transformer-specific Interpretability» ([slides](https://x.org/s.pdf), [video](https://x.org/v))

# People
* [«Neel Nanda»](https://www.neelnanda.io/) 
* [«David Bau»](https://baulab.info), Northeastern University
""",
)

_add(
    "table: authors under the title, badges",
    """
# Awesome knowledge editing

## Papers

| Title & Authors | Introduction | Links |
|:--|  :----: | :---:|
|[![Publish](https://img.shields.io/badge/Conference-NeurIPS'22-blue)]() [![Star](https://img.shields.io/github/stars/kmeng01/rome.svg?style=social&label=Star)](https://github.com/kmeng01/rome) <br> **«Locating and Editing Factual Associations in GPT»** <br> Kevin Meng, David Bau, Alex Andonian, Yonatan Belinkov |<img width="1002" alt="image" src="https://user-images.githubusercontent.com/1/2.png"> |[Github](https://github.com/kmeng01/rome) <br> [Paper](https://arxiv.org/abs/2202.05262)|
|«Mass-Editing Memory in a Transformer» <br> Kevin Meng, Arnab Sen Sharma |<img src="a.png"> |[Paper](https://arxiv.org/abs/2210.07229)| [//]: #05/12

|No.|Year|Venue|Paper|First Author|Keywords|
|---|---|---|---|---|---|
|1|2023|EMNLP|[«Dissecting Recall of Factual Associations in Auto-Regressive Language Models»](https://aclanthology.org/2023.emnlp-main.751)|Mor Geva|recall, attention|
|2|2021|ACL|[«Importance-based Neuron Allocation for Multilingual Neural Machine Translation»](https://aclanthology.org/2021.acl-long.445/)|Wanying Xie| |
| | | | | | |
|**2020**| | | | | |
|3|2020|EMNLP|[«On the Language Neutrality of Pre-trained Multilingual Representations»](https://aclanthology.org/2020.findings-emnlp.150/)|Jindřich Libovický|a \\| b|

| Method | Paper | Publication | Code |
| - | - | - | - |
| DoLa | «DoLa: Decoding by Contrasting Layers Improves Factuality in Large Language Models» | ICLR 2024 | [link](https://github.com/voidism/DoLa) |
| TruthX | «TruthX: Alleviating Hallucinations by Editing Large Language Models in Truthful Space» | ACL 2024 | [link](https://github.com/ictnlp/TruthX) |

| Model | Layers | Accuracy |
|---|---|---|
| GPT-2 | 12 | 45.1 |
| Pythia | 24 | 50.2 |
""",
)

_add(
    "roadmap of numbered references",
    """
# Deep reading roadmap

## 1 Steering

**[1]** Panickssery, Nina, et al. "**«Steering Llama 2 via Contrastive Activation Addition»**." arXiv preprint arXiv:2312.06681 (2023). [[pdf]](https://arxiv.org/abs/2312.06681) :star::star::star:

**[2]** Arditi, Andy, et al. "«Refusal in Language Models Is Mediated by a Single Direction»." NeurIPS (2024). [[pdf]](https://arxiv.org/abs/2406.11717) **(A Breakthrough)** :star::star:

[3] «Improving Reasoning Performance in Large Language Models via Representation Engineering». Bertram Højer, Oliver Jarvis, Stefan Heinrich. ICLR 2025. [[paper](https://arxiv.org/abs/2504.19483)]

## 2 Notes

We follow the notation of [Elhage et al. (2021)](https://transformer-circuits.pub/2021/framework/index.html). More on this [in the wiki](https://github.com/a/b/wiki).
""",
)

_add(
    "summaries fold",
    """
# Papers

## Factual recall

<details><summary><a href="https://aclanthology.org/2023.emnlp-main.751">«Dissecting Recall of Factual Associations in Auto-Regressive Language Models»</a></summary>
How do models recall facts? We study information flow in attention edges.
</details>

* **«Language Models Represent Space and Time»** | *Wes Gurnee, Max Tegmark* | ICLR 2024 | [Paper](https://arxiv.org/abs/2310.02207)
  <details>
  <summary>Abstract</summary>
  The capabilities of large language models have sparked debate, see [probes](https://arxiv.org/abs/1610.01644).
  </details>
* **«Linear Representations of Political Perspective Emerge in Large Language Models»** | ICLR 2025 | [Paper](https://openreview.net/forum?id=rwqShzb9li)

  > Junsol Kim, James Evans, Aaron Schein
* **«Knowledge Circuits in Pretrained Transformers»**
    * **Authors:** Yunzhi Yao, Ningyu Zhang
    * **Conference:** NeurIPS 2024
    * **Paper:** [arXiv](https://arxiv.org/abs/2405.17969)
    * **Abstract:** The remarkable capabilities of modern large language models are rooted in their vast repositories of knowledge.
""",
)

_add(
    "venues first",
    """
# Papers on hallucination and interpretability

## Hallucination
- ICLR 2025 - «LLMs Know More Than They Show: On the Intrinsic Representation of LLM Hallucinations» [[paper](https://openreview.net/forum?id=KRnsX5Em3W)]
- ICML2024, «In-Context Sharpness as Alerts: An Inner Representation Perspective for Hallucination Mitigation», Shiqi Chen, Miao Xiong, [paper](https://openreview.net/forum?id=s3e8poX3kb)
- NeurIPS-2022 **«Locating and Editing Factual Associations in GPT»** [paper](https://arxiv.org/abs/2202.05262)
- (EMNLP'23) «The Internal State of an LLM Knows When It's Lying», [[paper]](https://arxiv.org/abs/2304.13734)
- **(ICLR'24)** «DoLa: Decoding by Contrasting Layers Improves Factuality in Large Language Models», [paper](https://openreview.net/forum?id=Th6NyL07na)
- *[ACL 2024 Findings]* [«Mitigate Position Bias in LLMs via Scaling a Single Hidden States Channel»](https://aclanthology.org/2025.findings-acl.316/)
- **ACL'25** | «Anchored Answers: Unravelling Positional Bias in GPT-2's Multiple-Choice Questions» | [paper](https://aclanthology.org/2025.findings-acl.124/)
- **Ahsan et al., 2025** - «Elucidating Mechanisms of Demographic Bias in LLMs for Healthcare» [[paper]](https://aclanthology.org/2025.findings-emnlp.789)
- *Kevin Meng et al.* **«Mass-Editing Memory in a Transformer»** [[paper]](https://arxiv.org/abs/2210.07229)
- «The Devil is in the Neurons: Interpreting and Mitigating Social Biases in Pre-trained Language Models», **ICLR 2024**. [Paper](https://openreview.net/forum?id=SQGUDc9tC8)
- "«Mechanistic Interpretability of Emotion Inference in Large Language Models»", Tak et al., ACL 2025. [\\[Paper\\]](https://aclanthology.org/2025.findings-acl.679/)
- Jun 2024: [«Understanding Jailbreak Success: A Study of Latent Space Dynamics in Large Language Models»](https://arxiv.org/abs/2406.09289)
- 2025 - [«Billy: Steering large language models via merging persona vectors for creative generation»](https://arxiv.org/abs/2510.10157)
- [[2508.18427] «Tracing Positional Bias in Financial Decision-Making: Mechanistic Insights from Qwen2.5»](https://arxiv.org/abs/2508.18427)
- [ICML 2025 - «Truthful or Fabricated? Using Causal Attribution to Mitigate Reward Hacking in Explanations»](https://arxiv.org/abs/2504.05294)
- [«MPF: Aligning and Debiasing Language Models Post Deployment via Multi Perspective Fusion» (ICML 2025)](https://arxiv.org/abs/2507.02595)
- «Probing then Editing Response Personality of Large Language Models» <a href="https://openreview.net/pdf?id=z9SbcYYP0M"><img src="https://img.shields.io/badge/COLM-2025-blue"></a>
- «Analysing Moral Bias in Finetuned LLMs through Mechanistic Interpretability» — Raimondi et al., arXiv, 2025 — https://arxiv.org/abs/2510.12229

## How to read this list
- Papers are sorted by [impact factor](https://x.org) within each section.
- **Bold**: highly recommended
- See the [paper template](https://github.com/a/b/blob/main/template.md) for the format.

## Related Resources
- [«Awesome LLM Interpretability»](https://github.com/cooperleong00/Awesome-LLM-Interpretability)
- «Another list by someone»: https://github.com/a/awesome-b
""",
)
_add(
    "groups in bullets",
    """
# Resources
* Papers
  * 2023
    * [«Towards Automated Circuit Discovery for Mechanistic Interpretability»](https://arxiv.org/abs/2304.14997), Conmy et al.
    * «Localizing Model Behavior with Path Patching» ([arXiv](https://arxiv.org/abs/2304.05969))
  * 2024
    * «Attribution Patching Outperforms Automated Circuit Discovery» - Aaquib Syed, Can Rager, Arthur Conmy [pdf](https://arxiv.org/abs/2310.10348)
* Code
  * [«baukit»](https://github.com/davidbau/baukit)
  * `«pyvene»` - interventions [[github]](https://github.com/stanfordnlp/pyvene)
  * [`«TransformerLens»`](https://github.com/neelnanda-io/TransformerLens) — by Neel Nanda ([docs](https://x.io), [demo](https://y.io))
* **Courses and tutorials**
  1. [«ARENA»](https://arena.education): course
  2. «Concrete Steps to Get Started in Transformer Mechanistic Interpretability». [[blog]](https://www.neelnanda.io/mechanistic-interpretability/getting-started)

***

[Back to top](#resources)
""",
)

_add(
    "sections as top headings, no blank lines",
    """
# Survey
**«Toward Transparent AI: A Survey on Interpreting the Inner Structures of Deep Neural Networks»** [[SaTML 2023]](https://ieeexplore.ieee.org/abstract/document/10136140)
**«Explainability for Large Language Models: A Survey»** [[TIST 2024]](https://dl.acm.org/doi/10.1145/3639372)
# Table of contents of the rest
# Circuits
+ [«Circuit Component Reuse Across Tasks in Transformer Language Models»](https://openreview.net/forum?id=fpoAYV6Wsk): Jack Merullo, Carsten Eickhoff, Ellie Pavlick. ICLR 2024.
+ [«Have Faith in Faithfulness: Going Beyond Circuit Overlap When Finding Model Mechanisms»](http://arxiv.org/abs/2403.17806)[[Code]](https://github.com/hannamw/EAP-IG)
+ [«Discovering Variable Binding Circuitry with Desiderata»](http://arxiv.org/abs/2307.03637), arXiv 2023.07
+ «Neuron to Graph: Interpreting Language Model Neurons at Scale», arXiv 2023.05 [[paper]](https://arxiv.org/abs/2305.19911)
""",
)
_add(
    "contents above deeper headings",
    """
## Table of contents
- [Papers](#papers)
- [Tools](#tools)
### Papers
- [«Sparse Feature Circuits: Discovering and Editing Interpretable Causal Graphs in Language Models»](https://arxiv.org/abs/2403.19647) - _Samuel Marks, Can Rager, Eric J. Michaud_ (ICLR 2025)
- «Towards Monosemanticity: Decomposing Language Models With Dictionary Learning» (Bricken et al., 2023, Anthropic). [[Link]](https://transformer-circuits.pub/2023/monosemantic-features)
- (**ICLR2024**) «Sparse Autoencoders Find Highly Interpretable Features in Language Models» [link](https://openreview.net/forum?id=F76bwRSLeK)
- [arXiv 2406.04093] «Scaling and evaluating sparse autoencoders» [[Paper]](https://arxiv.org/abs/2406.04093)
- 🆕 **[«Route Sparse Autoencoder to Interpret Large Language Models»](https://arxiv.org/abs/2503.08200)** `EMNLP 2025` `SAE`
- «AxBench: Steering LLMs? Even Simple Baselines Outperform Sparse Autoencoders» · ICML 2025 · [Paper](https://openreview.net/forum?id=K2CckZjNy0) · [Code](https://github.com/stanfordnlp/axbench)
- ***«Saif: A sparse autoencoder framework for interpreting and steering instruction following of language models»*** [[arXiv]](https://arxiv.org/abs/2502.11356)
- __«Training Superior Sparse Autoencoders for Instruct Models»__, Jiaming Li et al. [[paper]](https://arxiv.org/abs/2506.07691)
- <b>«Breaking Bad Tokens: Detoxification of LLMs Using Sparse Autoencoders»</b><br/><i>Agam Goyal, Vedant Rathi</i><br/><a href="https://aclanthology.org/2025.emnlp-main.641/">Paper</a>
- «Sparse Autoencoders Learn Monosemantic Features in Vision-Language Models» [\\[arXiv\\]](https://arxiv.org/abs/2504.02821) [\\[code\\]](https://github.com/ExplainableML/sae-for-vlm)
- [«Internal states before wait modulate reasoning patterns»](https://aclanthology.org/2025.findings-emnlp.1012/) | EMNLP Findings | 2025-10 | [Github](https://github.com/a/b) | -
### Tools
- [«SAE Lens»](https://github.com/jbloomAus/SAELens): Train sparse autoencoders ([tutorial](https://colab.research.google.com/x)).
- **«Neuronpedia»** - [Website](https://www.neuronpedia.org)
- **«Gemma Scope»** ([Blog](https://deepmind.google/x), [HF](https://huggingface.co/google/gemma-scope)): open SAEs on every layer
- **Links**
  - [Website](https://x.org)
""",
)
_add(
    "reading notes by person",
    """
# Mech interp reading list
A personal, opinionated list. Papers marked with ⭐ are [must reads](https://x.org/must).

## Priority 1: What should you deeply engage with?
- ⭐ [«A Mathematical Framework for Transformer Circuits»](https://transformer-circuits.pub/2021/framework/index.html) (Nelson Elhage et al, Anthropic) - absolute classic, foundational ideas for how to think about transformers
    - See my [walkthrough](https://www.youtube.com/watch?v=KV5gbOmHbjU) of it
    - **Deeply engage with:** all of it
    - Read [my glossary entry on the residual stream](https://x.org/glossary) as you go.
- [«Indirect Object Identification»](https://arxiv.org/abs/2211.00593) (Kevin Wang et al, Redwood)
    - [«Copy Suppression: Comprehensively Understanding an Attention Head»](https://arxiv.org/abs/2310.04625) (Callum McDougall et al)
- [«Progress measures for grokking via mechanistic interpretability»](https://arxiv.org/abs/2301.05217) (Neel Nanda et al, DeepMind) -
  nice because it is a mostly complete reverse engineering of a network
- «Emergent World Representations: Exploring a Sequence Model Trained on a Synthetic Task» ([paper](https://arxiv.org/abs/2210.13382), [blog](https://thegradient.pub/othello/)) by Kenneth Li et al

We now turn to themes. **Superposition** is the hypothesis that models [represent more features than dimensions](https://transformer-circuits.pub/2022/toy_model/index.html).

### Superposition
* [«Toy Models of Superposition»](https://transformer-circuits.pub/2022/toy_model/index.html), from Anthropic.
* Read [«Finding Neurons in a Haystack: Case Studies with Sparse Probing»](https://arxiv.org/abs/2305.01610) and skim the appendix.
""",
)


_add(
    "prose heavy",
    """
<p align="center">
  <img src="logo.png" width="200"/><br>
  <b>Steering toolkit and paper list</b><br>
  <a href="https://arxiv.org/abs/2504.1">Paper</a> · <a href="https://x.org/docs">Docs</a> · <a href="#install">Install</a>
</p>

## Introduction
Mechanistic interpretability (MI) is the study of [neural networks](https://en.wikipedia.org/wiki/Neural_network). It has three goals:

1. **Explain** model behaviour, e.g. by [probing](https://arxiv.org/abs/1610.01644).
2. **Control** it.
3. **Improve** it (see Section 3 of [our survey](https://arxiv.org/abs/2601.14004)).

Why this list?
- It is *curated*: every paper is read by two people.
- It is up to date; we check [arXiv](https://arxiv.org) every week.
- Each paper has tags.

## Install
```bash
pip install steer
```
- Requires Python 3.10
- See [the docs](https://x.org/docs) for details

## Paper list
Legend: 🟢 code available, 🔴 no code.

### Activation steering
- 🟢 **«Improving Instruction-Following in Language Models through Activation Steering»** `ICLR 2025` [[pdf](https://openreview.net/forum?id=wozhdnRCtw)]
    - **TL;DR**: steering vectors make models follow instructions; compare [ActAdd](https://arxiv.org/abs/2308.10248).
    - **Models**: Phi-3, Gemma
    - **Code**: https://github.com/microsoft/llm-steer-instruct
- 🔴 **«Steering Latent Traits, Not Learned Facts: An Empirical Study of Activation Control Limits»** `arXiv 2025` [[pdf](https://arxiv.org/abs/2511.18284)]
    - Finds that traits steer better than facts.
      It also proposes a coefficient.

### Datasets
| Dataset | Task | Size | Link |
|---|---|---|---|
| «CounterFact» | editing | 21,919 | [HF](https://huggingface.co/datasets/NeelNanda/counterfact-tracing) |
| «RAVEL» | disentangling | 10k | [GitHub](https://github.com/explanare/ravel) |

## FAQ
**Q: Can I add my paper?**
A: Yes, open a [pull request](https://github.com/a/b/pulls).

## Acknowledgements
- Thanks to [Neel Nanda](https://www.neelnanda.io) for feedback.
""",
)
_add(
    "by year tables with bold links",
    """
Awesome Knowledge Editing
---
| Year | Title | Venue | Paper | Code | Description |
| --- | --- | --- | --- | --- | --- |
| 2023 | «Mass-Editing Memory in a Transformer» | ICLR | [Link](https://arxiv.org/abs/2210.07229) | [Link](https://memit.baulab.info/) | edits [ROME](https://rome.baulab.info)-style |
| 2022 | «Locating and Editing Factual Associations in GPT» | NeurIPS | [Link](https://arxiv.org/abs/2202.05262) | | |
| | «Knowledge Neurons in Pretrained Transformers» | ACL | [Link](https://arxiv.org/abs/2104.08696) | [Link](https://github.com/Hunter-DDM/knowledge-neurons) | |

<table>
<thead><tr><th>Paper</th><th>Published in</th><th>Code</th></tr></thead>
<tbody>
<tr><td><a href="https://arxiv.org/abs/2310.15213">«Function Vectors in Large Language Models»</a></td><td>ICLR 2024</td><td><a href="https://github.com/ericwtodd/function_vectors">PyTorch</a></td></tr>
<tr><td><a href="https://arxiv.org/abs/2404.15574">«Retrieval Head Mechanistically Explains Long-Context Factuality»</a></td><td>arXiv</td><td>-</td></tr>
</tbody>
</table>

[Title & link][ref] of a further survey is in the wiki.

[ref]: https://github.com/a/b/wiki
""",
)
_add(
    "loose bullets",
    """
# Interpretability papers

* TOC
  * [Circuits](#circuits)
  * [Blog posts](blog.md)

Circuits
===

*   **«Towards Automated Circuit Discovery for Mechanistic Interpretability»**

    Arthur Conmy, Augustine N. Mavor-Parker, Aengus Lynch, Stefan Heimersheim, Adrià Garriga-Alonso

    *NeurIPS 2023* [[paper]](https://arxiv.org/abs/2304.14997)

*   **«Attribution Patching Outperforms Automated Circuit Discovery»**

    Aaquib Syed, Can Rager, Arthur Conmy

    *BlackboxNLP 2024* [[paper]](https://arxiv.org/abs/2310.10348)

*   «Localizing Model Behavior with Path Patching» <br> Nicholas Goldowsky-Dill, Chris MacLeod <br> [[paper]](https://arxiv.org/abs/2304.05969)

Blog posts
===

* Neel Nanda, [«Attribution Patching: Activation Patching At Industrial Scale»](https://www.neelnanda.io/mechanistic-interpretability/attribution-patching), 2023
* nostalgebraist, "[«interpreting GPT: the logit lens»](https://www.lesswrong.com/posts/AcKRB8wDpdaN6v6ru/interpreting-gpt-the-logit-lens)", LessWrong 2020
* LessWrong: [«Refusal mechanisms: initial experiments with Llama-2-7b-chat»](https://www.lesswrong.com/posts/pYcEhoAoPfHhgJ8YC)
* [Anthropic] [«Toy Models of Superposition»](https://transformer-circuits.pub/2022/toy_model/index.html)
* [«Language models can explain neurons in language models» - OpenAI](https://openai.com/research/language-models-can-explain-neurons-in-language-models)
* «Fact Finding: Attempting to Reverse-Engineer Factual Recall on the Neuron Level» \\(Google DeepMind, Dec 2023\\) [[post]](https://www.lesswrong.com/s/hpWHhjvjn67LJ4xXX)
* [2022] [arXiv] «Finding Skill Neurons in Pre-trained Transformer-based Language Models». *Xiaozhi Wang, Kaiyue Wen et al*. [[paper](https://arxiv.org/abs/2211.07349)].
* **[EMNLP 2023] «Dissecting Recall of Factual Associations in Auto-Regressive Language Models»** [[paper]](https://aclanthology.org/2023.emnlp-main.751)
* [**«Entity Tracking in Language Models»**](https://aclanthology.org/2023.acl-long.213) <br> _ACL 2023_ <br> Najoung Kim, Sebastian Schuster
* «Linear Representations of Political Perspective Emerge in Large Language Models» // ICLR 2025 // [link](https://openreview.net/forum?id=rwqShzb9li)
""",
)


def _split(text: str) -> tuple[str, list[str]]:
    titles = [" ".join(title.split()) for title in re.findall(r"«(.+?)»", text, re.DOTALL)]
    plain = [re.sub(r"\\(?=[*_])", "", title).rstrip(".") for title in titles]
    return re.sub("[«»]", "", text), plain


@pytest.mark.parametrize("name", _LISTS)
def test_the_entries_of_a_list_are_found_with_their_titles(name: str) -> None:
    text, titles = _split(_LISTS[name])
    parsed = parse_list(text, source="example", file="README.md")
    assert [entry.listing.title for entry in parsed.entries] == titles


@pytest.mark.parametrize("name", _LISTS)
def test_an_entry_begins_at_the_line_that_has_its_title(name: str) -> None:
    text, _ = _split(_LISTS[name])
    lines = text.split("\n")
    for entry in parse_list(text, source="example", file="README.md").entries:
        beginning = " ".join(lines[entry.line - 1 :])
        words = re.findall(r"[A-Za-z]{4,}", entry.listing.title)[:3]
        assert all(word in beginning for word in words)
        assert lines[entry.line - 1][entry.column - 1 :].strip()


@pytest.mark.parametrize("name", _LISTS)
def test_an_entry_without_a_link_is_told(name: str) -> None:
    text, _ = _split(_LISTS[name])
    parsed = parse_list(text, source="example", file="README.md")
    told = {finding.place.line for finding in parsed.findings if finding.rule == "entry-link"}
    assert told == {each.line for each in parsed.entries if not each.listing.urls}
